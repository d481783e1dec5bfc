import type { LeaseCause } from "@/generated/prisma/enums";
import { addMs, dayMs, earliest, fromUnixSeconds, toUnixSeconds } from "@/lib/core/time";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { renewalGraceMs } from "@/lib/entitlements/judge-claim";

/** Until when a lease counts, in business time and whole seconds, as its claims are. */
export type LeaseTerms = { issuedAt: Date; renewAfter: Date; hardStop: Date };

/** A device asks again after this long, even where nothing changes. */
const renewAfterMs = dayMs;

/**
 * For how long and how far a decision may be relied on without us: docs/decisions/0030. Rounded down to seconds, so that
 * a lease never outlasts the right by a fraction.
 */
export function decideLease(decision: Decision, now: Date): LeaseTerms {
  const hardStop = earliest(addMs(now, countsForMs(decision)), endOfRight(decision)) ?? now;
  const renewAfter = earliest(addMs(now, renewAfterMs), decision.changesAt, hardStop) ?? now;
  const floor = (instant: Date) => fromUnixSeconds(toUnixSeconds(instant));
  return { issuedAt: floor(now), renewAfter: floor(renewAfter), hardStop: floor(hardStop) };
}

/** How long a lease counts without us, from its signing. What is not named here counts for a day. */
function countsForMs({ right, plan }: Decision): number {
  if (right?.reason === "trial") return 3 * dayMs;
  if (right?.reason === "payment_retrying") return 2 * dayMs;
  // Whoever has cancelled has paid until the end all the same; a trial that was cancelled is still a trial.
  if (right?.reason === "cancels_at_period_end" && right.state === "trialing") return 3 * dayMs;
  const isPaid = ["active_subscription", "cancels_at_period_end", "renewal_pending"].includes(right?.reason ?? "");
  if (isPaid && plan === "team") return 14 * dayMs;
  if (isPaid && plan === "pro") return 7 * dayMs;
  return dayMs;
}

/**
 * When the right is over for certain, as far as we know now: its planned end, or the next renewal and the days that news
 * of it may take. Null where nothing of the kind is known.
 */
export function endOfRight({ right }: Decision): Date | null {
  return earliest(right?.until, right?.changesAt && addMs(right.changesAt, renewalGraceMs));
}

/** What is kept of a lease that was signed. */
export type HeldLease = {
  contentHash: string;
  kid: string;
  renewAfter: Date;
  clockOffsetMs: number;
};

/** Why a device's lease must be signed now; null where the one it has says what is true. */
export function reasonToSign(
  held: HeldLease | null,
  wanted: { contentHash: string; kids: readonly string[]; clockOffsetMs: number; now: Date },
): LeaseCause | null {
  if (!held) return "first";
  if (held.contentHash !== wanted.contentHash) return "changed";
  if (!wanted.kids.includes(held.kid)) return "key_gone";
  if (held.clockOffsetMs !== wanted.clockOffsetMs) return "clock_moved";
  return held.renewAfter <= wanted.now ? "due" : null;
}
