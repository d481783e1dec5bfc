import { sha256 } from "@/lib/platform/crypto";

/** How the token of the link to a new address is kept. */
export function hashEmailLink(token: string): string {
  return sha256("email-change-link", token);
}

/**
 * How the code to a new address is kept. The session's token is part of it, so that the code is worth nothing in another
 * browser, nor to whoever reads the table.
 */
export function hashEmailCode(sessionToken: string, code: string): string {
  return sha256("email-change-code", sessionToken, code);
}

/** How the token of the link that puts an address back is kept. */
export function hashEmailUndo(token: string): string {
  return sha256("email-change-undo", token);
}
