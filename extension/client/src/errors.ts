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
  connection_ended: "The connection to the account has ended. Sign in again.",
  device_revoked: "This device was disconnected from the account. Sign in again to connect it.",
  offline: "The server can't be reached.",
  server_error: "The server gave no sensible answer. It will be asked again.",
  rate_limited: "The server was asked too often. It will be asked again later.",
  sign_in_closed: "The sign-in window was closed.",
  sign_in_refused: "The connection was refused.",
  sign_in_mismatch: "The answer did not belong to this sign-in. Try again.",
  sign_in_failed: "The sign-in could not be completed. Try again.",
  redirect_mismatch: "The sign-in led to another extension and was dropped.",
  code_expired: "The code has expired. Ask for a new one.",
  limit_reached: "The limit of this feature is reached.",
  unknown_feature: "There is no such feature.",
  not_allowed: "The server refused this.",
  misconfigured: "The extension is not set up for Gatehouse.",
  lease_expired: "The last confirmation has run out. Go online to renew it.",
  lease_tampered: "The stored confirmation was altered and does not count.",
  lease_of_another_device: "The stored confirmation belongs to another device.",
  lease_of_another_account: "The stored confirmation belongs to another account.",
  key_withdrawn: "The stored confirmation was signed with a key that no longer counts.",
  key_unknown: "The stored confirmation was signed with a key that this extension does not know.",
  clock_set_back: "This computer's clock is behind. Set it right, or go online.",
  no_lease: "No confirmation has arrived yet. Go online to get one.",
};
