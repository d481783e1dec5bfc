import { createHash } from "node:crypto";
import { deriveKey } from "@/lib/platform/crypto";

/** next-auth's secret: its own key, derived like every other from GATEHOUSE_SECRET. */
export function nextAuthSecret(): string {
  return deriveKey("next-auth").toString("base64url");
}

/** How next-auth 4 hashes the token of a mail link before it asks the adapter for it: SHA-256 over token and secret, in hex. */
export function hashOneTimeToken(token: string): string {
  return createHash("sha256").update(`${token}${nextAuthSecret()}`).digest("hex");
}
