import { decideNextPeriodEnd } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Invoice, Subscription } from "../core/wire";
import { cancelSubscription } from "./cancel-subscription";
import { draftInvoice, pendingItems } from "./create-invoice";
import { intervalOf } from "./draft-subscription";
import { finalizeInvoice } from "./finalize-invoice";
import { defaultPaymentMethod, payInvoice } from "./pay-invoice";
import { markUncollectible, voidInvoice } from "./void-invoice";

const day = 86_400;

/**
 * Takes a subscription over the end of its period (or trial): ends it if that was asked for, else starts the next
 * period, bills it and tries to collect. The new period runs from the old one's end, also if this runs late.
 */
export function renewSubscription(tx: Tx, subscription: Subscription): void {
  if (subscription.cancel_at_period_end) {
    cancelSubscription(tx, subscription, "cancellation_requested");
    return;
  }
  if (subscription.status === "trialing" && endsWithoutCard(tx, subscription)) return;
  const { renewed, draft } = draftRenewal(tx, subscription);
  collectRenewal(tx, renewed, draft);
}

/** A trial that ends with nothing to charge: canceled or paused, where that was asked for. */
export function endsWithoutCard(tx: Tx, subscription: Subscription): boolean {
  if (defaultPaymentMethod(tx, subscription.customer, subscription)) return false;
  const behaviour = subscription.trial_settings?.end_behavior.missing_payment_method;
  if (behaviour === "cancel") cancelSubscription(tx, subscription, "cancellation_requested");
  else if (behaviour === "pause") {
    const ended = { status: "paused", trial_end: Math.min(subscription.trial_end ?? tx.now, tx.now) } as const;
    tx.update("subscription", subscription, ended, "customer.subscription.paused");
  } else return false;
  return true;
}

/** Starts the next period and drafts its invoice, with everything that waited for it. */
export function draftRenewal(tx: Tx, subscription: Subscription): { renewed: Subscription; draft: Invoice } {
  const periodEnd = currentPeriodEnd(subscription);
  const previousStart = subscription.items.data[0]?.current_period_start ?? subscription.created;
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: periodEnd,
    current_period_end: decideNextPeriodEnd(subscription.billing_cycle_anchor, intervalOf(item.price), periodEnd),
  }));
  const id = newId("in");
  const renewed = tx.update(
    "subscription",
    subscription,
    {
      items: { ...subscription.items, data: items },
      latest_invoice: id,
      status: subscription.status === "trialing" ? "active" : subscription.status,
    },
    "customer.subscription.updated",
  );
  const draft = draftInvoice(tx, {
    id,
    customer: tx.get("customer", subscription.customer),
    currency: subscription.currency,
    reason: "subscription_cycle",
    subscription: renewed,
    bills: "items",
    pending: pendingItems(tx, subscription.customer, subscription.currency, subscription.id),
    period: { start: previousStart, end: periodEnd },
    autoAdvance: renewed.status !== "unpaid" && renewed.pause_collection?.behavior !== "keep_as_draft",
    collectionMethod: renewed.collection_method,
    dueDate: renewed.days_until_due === null ? null : tx.now + renewed.days_until_due * day,
  });
  return { renewed, draft };
}

/** Finalises and charges, unless collection is paused or given up: then the invoice stays a draft or goes nowhere. */
function collectRenewal(tx: Tx, subscription: Subscription, draft: Invoice): void {
  const pause = subscription.pause_collection?.behavior;
  if (!draft.auto_advance) return;
  const invoice = finalizeInvoice(tx, draft);
  if (pause === "void") voidInvoice(tx, invoice);
  else if (pause === "mark_uncollectible") markUncollectible(tx, invoice);
  else if (invoice.collection_method === "charge_automatically" || invoice.amount_due === 0)
    payInvoice(tx, invoice, "scheduled");
}

/** All items of a subscription share one interval here, hence one period. Unix seconds. */
export function currentPeriodEnd(subscription: Subscription): number {
  const [item] = subscription.items.data;
  if (!item) throw new Error(`${subscription.id} has no items`);
  return item.current_period_end;
}
