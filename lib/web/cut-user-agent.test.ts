import { expect, test } from "vitest";
import { cutUserAgent } from "@/lib/web/cut-user-agent";

const asked = (...rawHeaders: string[]) => ({ headers: { "user-agent": rawHeaders.at(-1) }, rawHeaders });

test("a User-Agent that no browser sends is cut, wherever it is read", () => {
  const request = asked("Accept", "user-agent", "User-Agent", "1".repeat(15_500));
  cutUserAgent(request);
  expect(request.headers["user-agent"]).toBe("1".repeat(512));
  expect(request.rawHeaders).toEqual(["Accept", "user-agent", "User-Agent", "1".repeat(512)]);
});

test("any other stays as it is, and none is made", () => {
  const browser = asked("User-Agent", "a".repeat(512));
  cutUserAgent(browser);
  expect(browser).toEqual(asked("User-Agent", "a".repeat(512)));
  const none = { headers: {}, rawHeaders: ["Accept", "*/*"] };
  cutUserAgent(none);
  expect(none).toEqual({ headers: {}, rawHeaders: ["Accept", "*/*"] });
});
