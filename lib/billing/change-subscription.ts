import type { Subscription } from "@/generated/prisma/client";
import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import { openMoneyCall, performMoneyCall } from "@/lib/billing/money-calls";
import { isEnding, pickSubscription } from "@/lib/billing/subscription-status";
import { syncAccount } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { type Tx, transaction } from "@/lib/platform/db";

export type SubscriptionChange = {
  actor: Actor;
  accountId: string;
  /** Why, where staff do it for somebody; it goes into the audit record. */
  reason?: string;
};

/** In these a subscription will renew, so that there is something to cancel. */
const renewingStatuses = ["active", "trialing", "past_due"] as const;

/**
 * Ends the account's subscription when the period that was paid for ends; until then everything stays as it is.
 * @throws AppError `forbidden` for a member of a team, `not_found` without a subscription that renews,
 * `stripe_unavailable`
 */
export function cancelAtPeriodEnd(change: SubscriptionChange): Promise<void> {
  return changeEnding(change, {
    kind: "cancel_at_period_end",
    action: "subscription.cancel_requested",
    isDone: isEnding,
  });
}

/**
 * Takes a cancellation back while the period still runs.
 * @throws AppError `forbidden` for a member of a team, `not_found` without a subscription that still
 * runs, `stripe_unavailable`
 */
export function resumeSubscription(change: SubscriptionChange): Promise<void> {
  return changeEnding(change, {
    kind: "resume_subscription",
    action: "subscription.resume_requested",
    isDone: (subscription) => !isEnding(subscription),
  });
}

type EndingChange = {
  kind: "cancel_at_period_end" | "resume_subscription";
  action: string;
  isDone: (subscription: Pick<Subscription, "cancelAtPeriodEnd" | "cancelAt">) => boolean;
};

async function changeEnding(change: SubscriptionChange, ending: EndingChange): Promise<void> {
  const { actor, accountId, reason } = change;
  await requireOwner(actor, accountId);
  await syncAccount(accountId, { actor });
  const call = await transaction(async (tx) => {
    const renewing = await getRenewing(tx, accountId);
    // Where staff left two, the one that is done must not keep the other from being changed.
    const subscription = pickSubscription(renewing.filter((one) => !ending.isDone(one)));
    if (!subscription) return null;
    const { stripeSubscriptionId: subject } = subscription;
    const detail = reason === undefined ? undefined : { reason };
    await recordAudit(tx, {
      actor,
      action: ending.action,
      subject: { kind: "subscription", id: subject },
      accountId,
      detail,
    });
    return openMoneyCall(tx, { accountId, kind: ending.kind, subject });
  });
  if (!call) return;
  await performMoneyCall(call);
  await syncAccount(accountId, { actor });
}

async function getRenewing(tx: Tx, accountId: string): Promise<Subscription[]> {
  const subscriptions = await tx.subscription.findMany({ where: { accountId, status: { in: [...renewingStatuses] } } });
  if (subscriptions.length === 0) throw new AppError("not_found", "This account has no subscription that renews.");
  return subscriptions;
}
