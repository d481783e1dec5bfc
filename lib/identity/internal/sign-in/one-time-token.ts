import { createHash } from "node:crypto";
import { minuteMs } from "@/lib/core/time";
import { cookieName } from "@/lib/identity/internal/cookies";
import { deriveKey, equalsInConstantTime } from "@/lib/platform/crypto";

/** How long the way from the sign-in pages to next-auth's callback may take. */
export const oneTimeTokenLifeMs = minuteMs;

/** next-auth's secret: its own key, derived like every other from GATEHOUSE_SECRET. */
export function nextAuthSecret(): string {
  return deriveKey("next-auth").toString("base64url");
}

/** How next-auth 4 hashes the token of a mail link before it asks the adapter for it: SHA-256 over token and secret, in hex. */
export function hashOneTimeToken(token: string): string {
  return createHash("sha256").update(`${token}${nextAuthSecret()}`).digest("hex");
}

/**
 * The cookie that binds a token to the browser that it was made for: without it, anybody's approved sign-in could be
 * finished in somebody else's browser. Each token has a name of its own, so that two tabs do not undo one another.
 */
export function handOverCookie(token: string): { name: string; path: string } {
  return { name: cookieName(`gatehouse.hand-over-${token.slice(0, 8)}`), path: "/api/auth/callback/email" };
}

/** True when the browser with these cookies is the one that the token was handed to. */
export function isHandedOver(token: string, cookies: Map<string, string>): boolean {
  return token !== "" && equalsInConstantTime(cookies.get(handOverCookie(token).name) ?? "", token);
}
