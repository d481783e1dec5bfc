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
    super(sentences[code]);
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The sentence that belongs to a code. */
export function sentenceFor(code: ErrorCode | LeaseReason): string {
  return sentences[code];
}

const sentences: Record<ErrorCode | LeaseReason, string> = {
  signed_out: "Nobody is signed in.",
  connection_ended: "The connection has ended. Sign in again.",
  device_revoked: "This device was disconnected. Sign in again.",
  offline: "The server can't be reached.",
  server_error: "The server gave no answer.",
  rate_limited: "The server was asked too often.",
  sign_in_closed: "The sign-in window was closed.",
  sign_in_refused: "The sign-in was refused.",
  sign_in_mismatch: "The answer was for another sign-in.",
  sign_in_failed: "The sign-in failed.",
  redirect_mismatch: "The sign-in led to another extension.",
  code_expired: "The code has expired.",
  limit_reached: "The limit is reached.",
  unknown_feature: "There is no such feature.",
  not_allowed: "The server refused this.",
  misconfigured: "The extension is not set up.",
  lease_expired: "The confirmation has expired. Go online.",
  lease_tampered: "The confirmation was altered.",
  lease_of_another_device: "The confirmation is for another device.",
  lease_of_another_account: "The confirmation is for another account.",
  key_withdrawn: "The confirmation was withdrawn.",
  key_unknown: "The confirmation is of an unknown key.",
  clock_set_back: "This computer's clock is behind. Set it right, or go online.",
  no_lease: "No confirmation yet. Go online.",
};
