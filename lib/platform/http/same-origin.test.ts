import { expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";

const judge = (headers: Record<string, string>) => () =>
  requireSameOrigin(new Request(`${env().GATEHOUSE_URL}/sign-in/start`, { method: "POST", headers }));

test("a form of ours is let through, also when a referrer policy hides its origin", () => {
  expect(judge({ origin: env().GATEHOUSE_URL, "sec-fetch-site": "same-origin" })).not.toThrow();
  expect(judge({ origin: "null", "sec-fetch-site": "same-origin" })).not.toThrow();
  expect(judge({ origin: env().GATEHOUSE_URL })).not.toThrow();
});

test.each([
  [{}],
  [{ origin: "https://evil.example" }],
  [{ origin: "null" }],
  [{ origin: `${env().GATEHOUSE_URL}.evil.example` }],
  [{ origin: env().GATEHOUSE_URL, "sec-fetch-site": "cross-site" }],
  [{ origin: env().GATEHOUSE_URL, "sec-fetch-site": "same-site" }],
  [{ origin: env().GATEHOUSE_URL, "sec-fetch-site": "none" }],
] as [Record<string, string>][])("a form from elsewhere, or from nowhere, is refused: %j", (headers) => {
  expect(judge(headers)).toThrow(expect.objectContaining({ code: "cross_site" }));
});
