import { isObject } from "./encoding";
import type { ErrorCode } from "./types";

/** Use that the server has not heard of yet; `id` makes sure that it is counted once. */
export type PendingUsage = { id: string; feature: string; amount: number };

/** What the server said about use. */
type Used = { used: number; limit: number };

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
  /** The PKCE verifier of a user who was sent to the prices while signed out, and when. */
  buyVerifier: string | null;
  buyingSince: number | null;
  email: string | null;
  /** When the profile was last read from the server; null when the plan has changed since. */
  profileReadAt: number | null;
  paidAt: number | null;
  trialStartedAt: number | null;
  cancelAt: number | null;
  /** What the server said about use since the lease was signed. */
  usage: Record<string, Used>;
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
  buyVerifier: null,
  buyingSince: null,
  email: null,
  profileReadAt: null,
  paidAt: null,
  trialStartedAt: null,
  cancelAt: null,
  usage: {},
  pending: [],
  marked: [],
} satisfies Partial<State>;

/** The names of what is a number: times, spans and counts. What has another name is a text, or read by itself below. */
const numbers = /(At|Ms|Since|Version|failures)$/;

/** Reads whatever lies in storage. A field that is not of its kind counts as empty, which never unlocks anything. */
export function readState(stored: unknown, now: number): State {
  const record = isObject(stored) ? stored : {};
  const empty = { ...nothingOfAnAccount, installedAt: now, keys: null, keySetVersion: 0, latestMs: 0 };
  const good = Object.entries(record).filter(
    ([name, value]) => Object.hasOwn(empty, name) && (numbers.test(name) ? isTime : isText)(value),
  );
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const usage = isObject(record.usage) ? Object.entries(record.usage) : [];
  return {
    ...empty,
    ...Object.fromEntries(good),
    code: isPendingCode(record.code) ? record.code : null,
    usage: Object.fromEntries(usage.filter((entry): entry is [string, Used] => isUsed(entry[1]))),
    pending: list(record.pending).filter(isPendingUsage),
    marked: list(record.marked).filter((one) => typeof one === "string"),
  };
}

export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Whole and not negative. */
function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isUsed(value: unknown): value is Used {
  return isObject(value) && isTime(value.used) && isTime(value.limit);
}

function isPendingUsage(value: unknown): value is PendingUsage {
  return isObject(value) && isText(value.id) && isText(value.feature) && Number.isSafeInteger(value.amount);
}

function isPendingCode(value: unknown): value is PendingCode {
  return (
    isObject(value) &&
    [value.deviceCode, value.userCode, value.verificationUrl, value.verificationUrlComplete].every(isText) &&
    [value.intervalMs, value.expiresAt].every(isTime)
  );
}
