import type { MilestoneKind } from "@/generated/prisma/enums";
import type { RevenueSubscription } from "@/lib/analytics/subscription-worth";
import { unbegunStatuses } from "@/lib/billing/subscription-status";

/** One turn in the life of a subscription. */
export type Milestone = {
  currency: string;
  at: Date;
  kind: MilestoneKind;
  planKey: string | null;
  stripeSubscriptionId: string;
};

/**
 * The turns of a subscription that are counted. A subscription counts as started when its trial is over, or at once
 * where it has none; one that never began, or ended with its trial, never does. A trial is over at its end or when the
 * subscription ended before; it converted if anything was ever paid. Trials that still run are told by the status, never
 * by a clock: what is counted must not depend on when.
 */
export function decideMilestones(subscription: RevenueSubscription): Milestone[] {
  const { status, startedAt, trialEndsAt, endedAt, wasPaid } = subscription;
  if (unbegunStatuses.includes(status)) return [];
  const hasTrial = trialEndsAt !== null && trialEndsAt > startedAt;
  const isTrialOver = status !== "trialing";
  const trialEnd = hasTrial ? earlier(trialEndsAt, endedAt) : startedAt;
  const begins = hasTrial ? trialEndsAt : startedAt;
  const isPausedTrial = hasTrial && status === "paused" && !wasPaid;
  const hasStarted = isTrialOver && !isPausedTrial && (endedAt === null || endedAt > begins);
  const kinds: [MilestoneKind, Date | null][] = [
    ["trial_started", hasTrial ? startedAt : null],
    ["trial_ended", hasTrial && isTrialOver ? trialEnd : null],
    ["trial_converted", hasTrial && isTrialOver && wasPaid ? trialEnd : null],
    ["subscription_started", hasStarted ? begins : null],
    ["subscription_ended", hasStarted ? endedAt : null],
  ];
  const { currency, planKey, stripeSubscriptionId } = subscription;
  return kinds.flatMap(([kind, at]) => (at ? [{ currency, at, kind, planKey, stripeSubscriptionId }] : []));
}

function earlier(one: Date, other: Date | null): Date {
  return other && other < one ? other : one;
}
