import type { SubscriptionStatus } from "@/generated/prisma/enums";
import { isPlanKey, type PlanKey } from "@/lib/catalog/plans";
import { addMs, dayMs, earliest } from "@/lib/core/time";
import type { Reason } from "@/lib/entitlements/reasons";

/** A subscription, as far as access depends on it. Oldest first. */
export type SubscriptionFacts = {
  stripeSubscriptionId: string;
  status: SubscriptionStatus;
  planKey: string | null;
  /** Seats that are paid for. */
  quantity: number;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
  trialEndsAt: Date | null;
  cancelAtPeriodEnd: boolean;
  cancelAt: Date | null;
  endedAt: Date | null;
  /** When the oldest invoice that is still unpaid was issued; null where nothing is owed. */
  unpaidSince: Date | null;
};

export type GrantFacts = { id: string; planKey: string; startsAt: Date; endsAt: Date | null; revokedAt: Date | null };

/** What one subscription or grant says: the plan it gives, or null and why not. */
export type Claim = {
  source: "subscription" | "grant";
  /** Stripe's id of the subscription, or the grant's id. */
  id: string;
  /** What the source's own record says, e.g. Stripe's status. */
  state: string;
  plan: PlanKey | null;
  reason: Reason;
  /** When the right ends by itself; null where it renews, or where there is none. */
  until: Date | null;
  /** When this claim will say something else by itself: a renewal that becomes overdue, an end. */
  changesAt: Date | null;
};

/**
 * How long a subscription that should have renewed keeps its rights while the news is on its way. Stripe retries
 * webhooks for up to three days (docs.stripe.com/webhooks, "Retry behavior"): nobody who paid is locked out meanwhile.
 */
export const renewalGraceMs = 3 * dayMs;
/**
 * How long a failed payment keeps its rights, counted from the oldest invoice that is still unpaid: the period moves on
 * while a payment fails, and would give new days every month.
 */
export const paymentGraceMs = 14 * dayMs;

/** Judges a subscription by Stripe's status. A status without a rule here gives nothing; one that has an end date has ended. */
export function judgeSubscription(facts: SubscriptionFacts, now: Date): Claim {
  const { stripeSubscriptionId: id, status: state } = facts;
  const refuse = (reason: Reason, changesAt: Date | null = null): Claim => ({
    source: "subscription",
    id,
    state,
    plan: null,
    reason,
    until: null,
    changesAt,
  });
  if (!isPlanKey(facts.planKey)) return refuse("unknown_plan");
  const plan = facts.planKey;
  const allow = (reason: Reason, until: Date | null, changesAt: Date): Claim => ({
    source: "subscription",
    id,
    state,
    plan,
    reason,
    until,
    changesAt,
  });
  if (facts.endedAt) return refuse("subscription_ended");

  switch (facts.status) {
    case "trialing":
    case "active": {
      const isTrial = facts.status === "trialing";
      const periodEnd = isTrial ? (facts.trialEndsAt ?? facts.currentPeriodEnd) : facts.currentPeriodEnd;
      const endsAt = plannedEnd(facts, periodEnd);
      if (endsAt && endsAt <= now) return refuse("subscription_ended");
      if (endsAt && endsAt <= periodEnd) return allow("cancels_at_period_end", endsAt, endsAt);
      if (now < periodEnd) {
        // An end that lies beyond this period does not stop the renewals before it.
        if (endsAt) return allow("cancels_at_period_end", endsAt, periodEnd);
        return isTrial ? allow("trial", periodEnd, periodEnd) : allow("active_subscription", null, periodEnd);
      }
      const overdueAt = addMs(periodEnd, renewalGraceMs);
      const pendingUntil = earliest(overdueAt, endsAt) ?? overdueAt;
      if (now < overdueAt) return allow("renewal_pending", pendingUntil, pendingUntil);
      return refuse("renewal_unconfirmed", endsAt);
    }
    case "past_due": {
      const givenUpAt = addMs(facts.unpaidSince ?? facts.currentPeriodStart, paymentGraceMs);
      return now < givenUpAt ? allow("payment_retrying", givenUpAt, givenUpAt) : refuse("payment_failed");
    }
    case "unpaid":
      return refuse("payment_failed");
    case "incomplete":
    case "incomplete_expired":
      return refuse("payment_incomplete");
    case "paused":
      return refuse("subscription_paused");
    case "canceled":
      return refuse("subscription_ended");
    default:
      return refuse("unknown_status");
  }
}

/** When a cancellation takes effect; null where the subscription renews. */
function plannedEnd(facts: SubscriptionFacts, periodEnd: Date): Date | null {
  if (facts.cancelAt) return facts.cancelAt;
  return facts.cancelAtPeriodEnd ? periodEnd : null;
}

/** Judges a plan that staff gave: from its start until its end, unless it was taken back. */
export function judgeGrant(grant: GrantFacts, now: Date): Claim {
  const state = grant.revokedAt
    ? "revoked"
    : now < grant.startsAt
      ? "planned"
      : grant.endsAt && grant.endsAt <= now
        ? "ended"
        : "running";
  const plan = isPlanKey(grant.planKey) && state === "running" ? grant.planKey : null;
  const changesAt = state === "planned" ? grant.startsAt : state === "running" ? grant.endsAt : null;
  return {
    source: "grant",
    id: grant.id,
    state,
    plan,
    reason: isPlanKey(grant.planKey) ? "grant" : "unknown_plan",
    until: plan ? grant.endsAt : null,
    changesAt,
  };
}
