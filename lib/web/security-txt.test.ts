import { afterEach, expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { securityTxt } from "@/lib/web/security-txt";

const given = { ...env() };
afterEach(() => {
  Object.assign(env(), given);
});

const fields = async () => {
  const text = await (await securityTxt(new Request("http://127.0.0.1:3000/.well-known/security.txt"))).text();
  return new Map(
    text
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
};

test("it has what RFC 9116 asks for, and does not run out within the year it may last", async () => {
  const found = await fields();
  expect(found.get("Contact")).toBe("mailto:hello@example.com");
  const days = (Date.parse(found.get("Expires") ?? "") - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(30);
  expect(days).toBeLessThan(365);
});

test("a page of one's own for reports is named as it is", async () => {
  Object.assign(env(), { SECURITY_CONTACT: "https://example.org/report" });
  expect((await fields()).get("Contact")).toBe("https://example.org/report");
});
