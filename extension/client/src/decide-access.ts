import { sentenceFor } from "./errors";
import type { State } from "./state";
import type { Entitlements, ErrorCode, Feature, LeaseReason, Problem } from "./types";
import type { LeaseFacts, LeaseFeature, Verdict } from "./verify-lease";

/** How far the clock may lie before a time that was known to be true: computers disagree by a little. */
const clockToleranceMs = 5 * 60_000;

/** The parts of what is remembered that decide. */
export type AccessFacts = {
  state: Pick<State, "refreshToken" | "ended" | "account" | "device" | "keySetVersion" | "latestMs" | "skewMs">;
  /** Null without a lease. */
  verdict: Verdict | null;
  /** This installation's key. */
  thumbprint: string;
  /** The browser's time. */
  browserNow: number;
};

/** Whether the held lease counts now. */
export type Access = { counts: true; lease: LeaseFacts; now: number } | { counts: false; reason: LeaseReason };

/** Decides whether the held lease counts, and why not. Pure; each thing that is missing or wrong means no. */
export function decideAccess({ state, verdict, thumbprint, browserNow }: AccessFacts): Access {
  const no = (reason: LeaseReason): Access => ({ counts: false, reason });
  if (state.refreshToken === null) return no(state.ended === "device_revoked" ? "device_revoked" : "signed_out");
  if (verdict === null) return no("no_lease");
  if (!verdict.ok) return no(verdict.reason);
  if (verdict.keySetVersion < state.keySetVersion) return no("key_withdrawn");
  const { lease } = verdict;
  if (lease.account !== state.account) return no("lease_of_another_account");
  if (lease.device !== state.device || lease.thumbprint !== thumbprint) return no("lease_of_another_device");
  const now = businessTime(lease, state.skewMs, browserNow);
  if (now < Math.max(lease.issuedAt, state.latestMs) - clockToleranceMs) return no("clock_set_back");
  if (now >= lease.hardStop) return no("lease_expired");
  return { counts: true, lease, now };
}

/** The extension's time: the browser's, plus what the business is ahead, plus what this clock was seen to be behind. */
export function businessTime(lease: LeaseFacts, skewMs: number, browserNow: number): number {
  return browserNow + lease.offsetMs + skewMs;
}

/** True when the server should be asked, as far as the lease is concerned. */
export function isRenewalDue(access: Access): boolean {
  return access.counts
    ? access.now >= access.lease.renewAfter
    : access.reason !== "signed_out" && access.reason !== "device_revoked";
}

/** The answer for the extension's developer. `lease` is what is held, also where it does not count: its features are named. */
export function decideEntitlements(access: Access, lease: LeaseFacts | null, state: State): Entitlements {
  const features = Object.entries(lease?.features ?? {}).map(([key, feature]) => [
    key,
    access.counts ? decideFeature(key, feature, access.now, state) : closed(access.reason),
  ]);
  return {
    signedIn: state.refreshToken !== null,
    plan: access.counts ? access.lease.plan : null,
    status: access.counts ? access.lease.status : null,
    features: Object.fromEntries(features),
    problem: decideProblem(access, state),
    checkedAt: state.contactedAt === null ? null : new Date(state.contactedAt),
    hardStop: access.counts ? new Date(access.lease.hardStop) : null,
  };
}

/** The answer about any key, known or not. */
export function decideAnyFeature(key: string, access: Access, entitlements: Entitlements): Feature {
  if (!access.counts) return closed(access.reason);
  return Object.hasOwn(entitlements.features, key)
    ? (entitlements.features[key] ?? closed("unknown_feature"))
    : closed("unknown_feature");
}

function closed(reason: string): Feature {
  return { active: false, reason, until: null };
}

function decideFeature(key: string, feature: LeaseFeature, now: number, state: State): Feature {
  const metered = feature.limit === undefined ? {} : decideUsage(key, feature, state);
  if (feature.active && feature.until !== null && feature.until <= now) {
    // A cancellation takes effect by the calendar; whatever else was to happen then, only the server knows.
    const reason = feature.reason === "cancels_at_period_end" ? "subscription_ended" : "lease_expired";
    return { active: false, reason, until: null, ...metered };
  }
  const until = feature.until === null ? null : new Date(feature.until);
  return { active: feature.active, reason: feature.reason, until, ...metered };
}

/** The lease's figure, the server's newer one where there is one, and what it has not heard of yet. */
export function decideUsage(key: string, feature: LeaseFeature | undefined, state: Pick<State, "usage" | "pending">) {
  const told = Object.hasOwn(state.usage, key) ? state.usage[key] : undefined;
  const waiting = state.pending.filter((one) => one.feature === key).reduce((sum, { amount }) => sum + amount, 0);
  return {
    limit: told?.limit ?? feature?.limit ?? 0,
    used: Math.max(0, (told?.used ?? feature?.used ?? 0) + waiting),
  };
}

function decideProblem(access: Access, state: State): Problem | null {
  if (access.counts) return state.failure ? problem(state.failure) : null;
  if (access.reason === "signed_out") return state.ended ? problem(state.ended) : null;
  // Without a lease the cause is whatever kept it from coming.
  return problem(access.reason === "no_lease" && state.failure ? state.failure : access.reason);
}

function problem(code: LeaseReason | ErrorCode): Problem {
  return { code, message: sentenceFor(code) };
}
