import fc from "fast-check";
import { expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { requestTarget } from "@/lib/web/request-target";

const target = (value: string) => {
  try {
    return requestTarget(value, "gatehouse.test");
  } catch (error) {
    return isAppError(error) ? error.code : error;
  }
};

test.each([
  ["/", "/"],
  ["/pricing?interval=year", "/pricing?interval=year"],
  ["/a%20b/%C3%A9?x=%ff", "/a%20b/%C3%A9?x=%ff"],
  ["/50%25ff", "/50%25ff"],
  ["//other.test/", "//other.test/"],
  ["http://gatehouse.test/pricing?a=1", "/pricing?a=1"],
  ["HTTPS://gatehouse.test", "/"],
])("%s is for %s", (given, path) => expect(target(given)).toBe(path));

test.each([
  ["http://other.test/", "misdirected_request"],
  ["http://gatehouse.test:81/", "misdirected_request"],
  ["http://gatehouse.test@other.test/", "misdirected_request"],
  ["*", "invalid_request"],
  ["", "invalid_request"],
  ["other.test:443", "invalid_request"],
  ["ftp://gatehouse.test/", "invalid_request"],
  ["http://", "invalid_request"],
  ["/%ff", "invalid_request"],
  ["/%", "invalid_request"],
  ["/%e2%82", "invalid_request"],
  ["/%ed%a0%80", "invalid_request"],
  ["/a%00b", "invalid_request"],
  ["/a%0ab", "invalid_request"],
  ["/sign-in?callbackUrl=%00", "invalid_request"],
  ["/sign-in?a=?&b=%00", "invalid_request"],
])("%s is refused: %s", (given, code) => expect(target(given)).toBe(code));

test("any request target becomes a path that can be decoded, or is refused", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary-ascii" }),
      fc.constantFrom("/", "", "http://gatehouse.test/"),
      (rest, start) => {
        const found = target(start + rest);
        if (found === "invalid_request" || found === "misdirected_request") return;
        expect(found).toMatch(/^\//);
        expect(() => decodeURIComponent(String(found).split("?")[0] ?? "")).not.toThrow();
      },
    ),
  );
});
