import { isObject } from "./encoding";
import type { ErrorCode } from "./types";

/** Use that the server has not heard of yet; `id` makes sure that it is counted once. */
export type PendingUsage = { id: string; feature: string; amount: number };

/** A sign-in by code that somebody may still be typing. Times are the browser's. */
export type PendingCode = {
  deviceCode: string;
  userCode: string;
  verificationUrl: string;
  verificationUrlComplete: string;
  intervalMs: number;
  expiresAt: number;
};

/**
 * All that is remembered, one record of `chrome.storage.local`. Whoever owns the browser can edit it, so nothing in here
 * unlocks anything by itself: the lease does, and it is signed. Times are the browser's unless said otherwise.
 */
export type State = {
  installedAt: number;
  refreshToken: string | null;
  accessToken: string | null;
  accessExpiresAt: number;
  account: string | null;
  device: string | null;
  /** Why the last connection ended, when the server ended it. */
  ended: "device_revoked" | "connection_ended" | null;
  lease: string | null;
  keys: string | null;
  /** The highest version of a key set that was ever seen; no older one counts. */
  keySetVersion: number;
  /** The latest time that was known to be true, in business time. */
  latestMs: number;
  /** How far the browser's clock was behind when the lease came; 0 or more, since less would prolong the lease. */
  skewMs: number;
  etag: string | null;
  contactedAt: number | null;
  attemptedAt: number | null;
  failures: number;
  failure: ErrorCode | null;
  nextTryAt: number | null;
  /** Since when somebody may be paying in another tab. */
  waitingSince: number | null;
  code: PendingCode | null;
  email: string | null;
  paidAt: number | null;
  trialStartedAt: number | null;
  cancelAt: number | null;
  /** What the server said about use since the lease was signed. */
  usage: Record<string, { used: number; limit: number }>;
  pending: PendingUsage[];
  /** Features whose first use the onboarding knows of. */
  marked: string[];
};

/** What holds for an account goes with it; what holds for the installation stays. */
export const nothingOfAnAccount = {
  refreshToken: null,
  accessToken: null,
  accessExpiresAt: 0,
  account: null,
  device: null,
  ended: null,
  lease: null,
  skewMs: 0,
  etag: null,
  contactedAt: null,
  attemptedAt: null,
  failures: 0,
  failure: null,
  nextTryAt: null,
  waitingSince: null,
  code: null,
  email: null,
  paidAt: null,
  trialStartedAt: null,
  cancelAt: null,
  usage: {},
  pending: [],
  marked: [],
} satisfies Partial<State>;

/** Reads whatever lies in storage. A field that is not of its kind counts as empty, which never unlocks anything. */
export function readState(stored: unknown, now: number): State {
  const record = isObject(stored) ? stored : {};
  const ended = record.ended === "device_revoked" || record.ended === "connection_ended" ? record.ended : null;
  return {
    installedAt: time(record.installedAt) ?? now,
    refreshToken: text(record.refreshToken),
    accessToken: text(record.accessToken),
    accessExpiresAt: time(record.accessExpiresAt) ?? 0,
    account: text(record.account),
    device: text(record.device),
    ended,
    lease: text(record.lease),
    keys: text(record.keys),
    keySetVersion: time(record.keySetVersion) ?? 0,
    latestMs: time(record.latestMs) ?? 0,
    skewMs: time(record.skewMs) ?? 0,
    etag: text(record.etag),
    contactedAt: time(record.contactedAt),
    attemptedAt: time(record.attemptedAt),
    failures: Math.min(time(record.failures) ?? 0, 20),
    failure: text(record.failure) as ErrorCode | null,
    nextTryAt: time(record.nextTryAt),
    waitingSince: time(record.waitingSince),
    code: isPendingCode(record.code) ? record.code : null,
    email: text(record.email),
    paidAt: time(record.paidAt),
    trialStartedAt: time(record.trialStartedAt),
    cancelAt: time(record.cancelAt),
    usage: readUsage(record.usage),
    pending: list(record.pending).filter(isPendingUsage),
    marked: list(record.marked).filter((one) => typeof one === "string"),
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Whole and not negative. */
function time(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function readUsage(value: unknown): State["usage"] {
  const entries = isObject(value) ? Object.entries(value) : [];
  const usage: State["usage"] = {};
  for (const [feature, one] of entries) {
    if (!isObject(one)) continue;
    const [used, limit] = [time(one.used), time(one.limit)];
    if (used !== null && limit !== null) usage[feature] = { used, limit };
  }
  return usage;
}

function isPendingUsage(value: unknown): value is PendingUsage {
  return (
    isObject(value) && text(value.id) !== null && text(value.feature) !== null && Number.isSafeInteger(value.amount)
  );
}

function isPendingCode(value: unknown): value is PendingCode {
  if (!isObject(value)) return false;
  const texts = [value.deviceCode, value.userCode, value.verificationUrl, value.verificationUrlComplete];
  return (
    texts.every((one) => text(one) !== null) && [value.intervalMs, value.expiresAt].every((one) => time(one) !== null)
  );
}
