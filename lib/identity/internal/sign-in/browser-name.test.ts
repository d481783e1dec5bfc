import { expect, test } from "vitest";
import { nameBrowser } from "@/lib/identity/internal/sign-in/browser-name";

const mozilla = "Mozilla/5.0";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`${mozilla} (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0`, "Firefox on Windows"],
  [`${mozilla} (X11; Linux x86_64) ${webkit} Chrome/143.0.0.0 Safari/537.36`, "Chrome on Linux"],
  [
    `${mozilla} (Windows NT 10.0; Win64; x64) ${webkit} Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0`,
    "Edge on Windows",
  ],
  [
    `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15`,
    "Safari on macOS",
  ],
  [`${mozilla} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
  [`${mozilla} (Linux; Android 15; Pixel 9) ${webkit} Chrome/143.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
  [`${mozilla} (X11; CrOS x86_64) ${webkit} Chrome/143.0.0.0 Safari/537.36 OPR/120.0`, "Opera on ChromeOS"],
  [`${mozilla} (Linux; Android 15) Version/4.0 Mobile Safari/537.36`, "Safari on Android"],
  [`${mozilla} (iPhone; CPU iPhone OS 19_0 like Mac OS X) GSA/390.0 Mobile/15E148 Safari/604.1`, "iPhone"],
  ["curl/8.5.0", ""],
  [null, ""],
])("%s is %s", (userAgent, name) => {
  expect(nameBrowser(userAgent)).toBe(name);
});
