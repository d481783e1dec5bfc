import { requireOutsider } from "@/lib/accounts/require-outsider";
import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import { openMoneyCall, performMoneyCall } from "@/lib/billing/internal/money/money-calls";
import type { SubscriptionFacts } from "@/lib/billing/internal/sync/decide-billing-change";
import { readSubscriptionsFromStripe } from "@/lib/billing/internal/sync/read-customer-from-stripe";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { isEnding, isRenewing, pickSubscription } from "@/lib/billing/subscription-status";
import { syncAfterChange } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { type Row, transaction } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";

type MoneyCall = Row<"moneyCall">;

export type SubscriptionChange = {
  actor: Actor;
  accountId: string;
  /** Why, where staff do it for somebody; it goes into the audit record. */
  reason?: string;
};

/**
 * Ends the account's subscription when the period that was paid for ends; until then everything stays as it is.
 * @throws AppError `forbidden` for a member of a team and for staff who belong to the account, `not_found` without a subscription that renews,
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
 * @throws AppError `forbidden` for a member of a team and for staff who belong to the account, `not_found` without a subscription that still
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
  action: AuditAction;
  isDone: (subscription: SubscriptionFacts) => boolean;
};

/** Decides by the subscriptions as Stripe has them that moment; only the copy that is shown afterwards needs the whole customer. */
async function changeEnding(change: SubscriptionChange, ending: EndingChange): Promise<void> {
  const { actor, accountId } = change;
  await Promise.all([requireOwner(actor, accountId), requireOutsider(actor, accountId)]);
  const renewing = await readRenewing(accountId);
  // Where staff left two, the one that is done must not keep the other from being changed.
  const subscription = pickSubscription(renewing.filter((one) => !ending.isDone(one)));
  if (subscription) await performMoneyCall(await openChange(change, ending, subscription.stripeSubscriptionId));
  await syncAfterChange(accountId, actor);
  if (renewing.length === 0) throw new AppError("not_found", "This account has no subscription that renews.");
}

async function readRenewing(accountId: string): Promise<SubscriptionFacts[]> {
  const customer = await findStripeCustomer(accountId);
  const subscriptions = customer ? await readSubscriptionsFromStripe(customer) : [];
  return subscriptions.filter(({ status }) => isRenewing(status));
}

function openChange(
  { actor, accountId, reason }: SubscriptionChange,
  { action, kind }: EndingChange,
  subject: string,
): Promise<MoneyCall> {
  return transaction(async (tx) => {
    await recordAudit(tx, {
      actor,
      action,
      subject: { kind: "subscription", id: subject },
      accountId,
      detail: reason === undefined ? undefined : { reason },
    });
    return openMoneyCall(tx, { accountId, kind, subject });
  });
}
