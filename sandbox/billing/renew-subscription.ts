import { decideNextPeriodEnd } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { cancelSubscription } from "./cancel-subscription";
import { createInvoice } from "./create-invoice";
import { defaultPaymentMethod, payInvoice } from "./pay-invoice";
import { intervalOf } from "./start-subscription";

/**
 * Takes a subscription over the end of its period (or trial): ends it if that was asked for, else starts the next
 * period, bills it and tries to collect. The new period runs from the old one's end, also if this runs late.
 */
export function renewSubscription(tx: Tx, subscription: Subscription): void {
  if (subscription.cancel_at_period_end) {
    cancelSubscription(tx, subscription, "cancellation_requested");
    return;
  }
  const trialEnds = subscription.status === "trialing";
  if (trialEnds && !defaultPaymentMethod(tx, subscription)) {
    const behaviour = subscription.trial_settings?.end_behavior.missing_payment_method;
    if (behaviour === "cancel") {
      cancelSubscription(tx, subscription, "cancellation_requested");
      return;
    }
    if (behaviour === "pause") {
      tx.update("subscription", subscription, { status: "paused" }, "customer.subscription.paused");
      return;
    }
  }
  const periodEnd = currentPeriodEnd(subscription);
  const previousStart = subscription.items.data[0]?.current_period_start ?? subscription.created;
  const items = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: periodEnd,
    current_period_end: decideNextPeriodEnd(subscription.billing_cycle_anchor, intervalOf(item.price), periodEnd),
  }));
  const invoiceId = newId("in");
  const renewed = tx.update(
    "subscription",
    subscription,
    {
      items: { ...subscription.items, data: items },
      latest_invoice: invoiceId,
      status: trialEnds ? "active" : subscription.status,
    },
    "customer.subscription.updated",
  );
  const invoicePeriod = { start: previousStart, end: periodEnd };
  const invoice = createInvoice(tx, renewed, "subscription_cycle", invoicePeriod, { id: invoiceId });
  payInvoice(tx, invoice, "scheduled");
}

/** All items of a subscription share one interval here, hence one period. Unix seconds. */
export function currentPeriodEnd(subscription: Subscription): number {
  const [item] = subscription.items.data;
  if (!item) throw new Error(`${subscription.id} has no items`);
  return item.current_period_end;
}
