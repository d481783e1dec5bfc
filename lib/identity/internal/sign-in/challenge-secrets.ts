import { sha256 } from "@/lib/platform/crypto";

/** How the link's token is kept. */
export function hashLink(token: string): string {
  return sha256("sign-in-link", token);
}

/** How the cookie of the browser that asked is kept. */
export function hashBrowser(browserSecret: string): string {
  return sha256("sign-in-browser", browserSecret);
}

/**
 * How the code is kept. The browser's secret is part of it: whoever reads the table can't find six digits by trying
 * them all, and the code is worth nothing in another browser.
 */
export function hashCode(browserSecret: string, code: string): string {
  return sha256("sign-in-code", browserSecret, code);
}
