import type { SubscriptionStatus } from "@/generated/prisma/enums";

const known = [
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
] as const satisfies SubscriptionStatus[];

/** Stripe's word as one of ours; a word that this version does not know is `unknown`, which gives no access. */
export function toSubscriptionStatus(stripeStatus: string): SubscriptionStatus {
  return known.find((status) => status === stripeStatus) ?? "unknown";
}

/*
 * Every set of statuses that something depends on; other modules take theirs from here.
 */

/** In these nothing is owed: the period was paid, or a trial runs. */
export const settledStatuses: readonly SubscriptionStatus[] = ["trialing", "active"];

/** In these it goes on when its period ends: Stripe collects, and there is something to cancel. */
export const renewingStatuses: readonly SubscriptionStatus[] = [...settledStatuses, "past_due"];

/** In these a payment failed and is still owed. */
export const indebtedStatuses: readonly SubscriptionStatus[] = ["past_due", "unpaid"];

/** In these nothing was ever paid, and nothing began: the first invoice is a question. */
export const unbegunStatuses: readonly SubscriptionStatus[] = ["incomplete", "incomplete_expired"];

/** In these it is over, whether or not Stripe says since when. */
export const endedStatuses: readonly SubscriptionStatus[] = ["canceled", "incomplete_expired"];

/** Statuses in which a subscription can still take money: whoever has one can't buy a second. */
export const liveStatuses: readonly SubscriptionStatus[] = [
  ...renewingStatuses,
  "unpaid",
  "paused",
  "incomplete",
  "unknown",
];

/** True when this subscription can still take money. A status we don't know counts, so that nobody pays twice. */
export function isLive(status: SubscriptionStatus): boolean {
  return liveStatuses.includes(status);
}

/** True for a subscription that goes on when its period ends, so that there is something to cancel. */
export function isRenewing(status: SubscriptionStatus): boolean {
  return renewingStatuses.includes(status);
}

/**
 * True when somebody has cancelled it. Stripe says so in two ways: by flag, as our own page asks for it, or by a date
 * alone, as its billing page and the dashboard do.
 */
export function isEnding(subscription: { cancelAtPeriodEnd: boolean; cancelAt: Date | null }): boolean {
  return subscription.cancelAtPeriodEnd || subscription.cancelAt !== null;
}

/**
 * The one subscription that pages speak of: a live one before an ended one, then the one that was started last; null
 * when there is none.
 */
export function pickSubscription<T extends { status: SubscriptionStatus; startedAt: Date }>(
  subscriptions: readonly T[],
): T | null {
  const rank = ({ status, startedAt }: T) => [isLive(status) ? 1 : 0, startedAt.getTime()] as const;
  return subscriptions.reduce<T | null>((best, candidate) => {
    if (!best) return candidate;
    const [live, startedAt] = rank(candidate);
    const [bestLive, bestStartedAt] = rank(best);
    return live > bestLive || (live === bestLive && startedAt > bestStartedAt) ? candidate : best;
  }, null);
}
