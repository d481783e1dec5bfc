import type { ErrorCode, LeaseReason } from "./types";

/** What every call fails with: a code to branch on, and a plain sentence that may be shown as it is. */
export class GatehouseError extends Error {
  override readonly name = "GatehouseError";
  readonly code: ErrorCode;
  /** The server's own words, where there were any; for a log, not for people. */
  readonly detail: string | null;
  /** How long the server asked to be left alone; 0 where it did not. */
  readonly retryAfterMs: number;

  constructor(code: ErrorCode, detail: string | null = null, retryAfterMs = 0) {
    super(sentenceFor(code));
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The sentence that belongs to a code; the code's own words, where they already say it. */
export function sentenceFor(code: ErrorCode | LeaseReason): string {
  return sentences[code] ?? `${code[0]?.toUpperCase()}${code.slice(1).replaceAll("_", " ")}.`;
}

/** Where there is something to do about it, or the code alone would not be understood. */
const sentences: Partial<Record<ErrorCode | LeaseReason, string>> = {
  connection_ended: "The connection has ended. Sign in again.",
  device_revoked: "This device was disconnected. Sign in again.",
  offline: "The server can't be reached.",
  sign_in_closed: "The sign-in window was closed.",
  lease_expired: "The confirmation has expired. Go online.",
  clock_set_back: "This computer's clock is behind. Set it right, or go online.",
  no_lease: "No confirmation yet. Go online.",
};
