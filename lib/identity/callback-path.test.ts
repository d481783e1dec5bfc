import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCallbackPath } from "@/lib/identity/callback-path";

const origin = "https://premium.example.org";

test.each([
  ["/account", "/account"],
  ["/oauth/device?user_code=BCDF-GHJK", "/oauth/device?user_code=BCDF-GHJK"],
  ["/a#b", "/a#b"],
  ["/apiary?from=/api/", "/apiary?from=/api/"],
  [origin, "/"],
  [`${origin}/account?x=1`, "/account?x=1"],
])("%s leads to %s", (given, path) => {
  expect(parseCallbackPath(given, origin)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https://evil.example",
  `${origin}.evil.example/`,
  `${origin}@evil.example/`,
  "javascript:alert(1)",
  "data:text/html,x",
  "/\t/evil.example",
  "/\n/evil.example",
  "/..//evil.example",
  "/.//evil.example",
  " //evil.example",
  "evil.example",
  "",
  "/api/auth/callback/email?token=x&email=y",
  "/api/",
  "/API/v1/account",
  "/%61pi/auth/signin",
  "/nl/api/auth/signin",
  `${origin}/x/../api/auth/signin`,
  "/oauth/token",
  "/oauth/token/?code=x",
  "/%",
])("%j leads nowhere", (given) => {
  expect(parseCallbackPath(given, origin)).toBeNull();
});

test("whatever is given, a browser that follows the answer stays on our origin", () => {
  const pieces = fc.constantFrom(
    "/",
    "\\",
    "@",
    ":",
    "?",
    "#",
    ".",
    "..",
    "\t",
    "\n",
    " ",
    "evil.example",
    "https:",
    "%2f",
    origin,
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")),
      ),
      (given) => {
        const path = parseCallbackPath(given, origin);
        if (path === null) return;
        expect(path.startsWith("/")).toBe(true);
        expect(new URL(path, origin).origin).toBe(origin);
        expect(new URL(path, "https://other.example").origin).toBe("https://other.example");
      },
    ),
    { numRuns: 2000 },
  );
});
