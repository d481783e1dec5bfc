import type { Tx } from "../core/tx";
import type { Invoice, Subscription } from "../core/wire";
import { changeSubscription, type SubscriptionChange } from "./change-subscription";
import { finalizeInvoice } from "./finalize-invoice";
import { payInvoice, settleInvoice } from "./pay-invoice";
import { voidInvoice } from "./void-invoice";

/** A change waits this long for its payment. Source: https://docs.stripe.com/billing/subscriptions/pending-updates */
const pendingSeconds = 23 * 3_600;

/**
 * Changes a subscription where what the change costs can be paid at once. Where it can't, the subscription stays as it was,
 * the change waits in `pending_update`, and its invoice stays open until somebody pays it or it expires.
 */
export function changeOncePaid(tx: Tx, before: Subscription, change: SubscriptionChange): void {
  const isPaid = tx.store.undoing(() => collect(tx, changeSubscription(tx, before, change).draft));
  if (isPaid) {
    collect(tx, changeSubscription(tx, before, change).draft);
    return;
  }
  const { subscription: after, draft } = changeSubscription(tx, before, { ...change, holdsBack: true });
  const { items, billing_cycle_anchor, trial_end, trial_start, status } = after;
  tx.update(
    "subscription",
    before,
    {
      latest_invoice: draft?.id ?? before.latest_invoice,
      pending_update: {
        billing_cycle_anchor: billing_cycle_anchor === before.billing_cycle_anchor ? null : billing_cycle_anchor,
        cancel_at_period_end: null,
        discount: null,
        discounts: null,
        expires_at: tx.now + pendingSeconds,
        metadata: null,
        subscription_items: items.data,
        trial_end: trial_end === before.trial_end ? null : trial_end,
        trial_from_plan: null,
      },
    },
    "customer.subscription.updated",
  );
  const fields = { items, billing_cycle_anchor, trial_end, trial_start, status };
  tx.put("pending_change", { id: before.id, invoice: draft?.id ?? "", fields });
  collect(tx, draft);
}

/** Finalises and charges. Whether everything is paid. */
function collect(tx: Tx, draft: Invoice | null): boolean {
  if (!draft) return true;
  const invoice = finalizeInvoice(tx, draft);
  if (invoice.amount_due > 0) return payInvoice(tx, invoice, "by_hand") === null;
  settleInvoice(tx, invoice, null);
  return true;
}

/** Gives up a change that nobody paid for: its invoice is void, and the subscription goes on as it was. */
export function expirePendingUpdate(tx: Tx, subscription: Subscription): void {
  const waiting = tx.find("pending_change", subscription.id);
  tx.store.remove("pending_change", subscription.id);
  const expired = tx.update("subscription", subscription, { pending_update: null }, "customer.subscription.updated");
  tx.emit("customer.subscription.pending_update_expired", expired);
  const invoice = tx.find("invoice", waiting?.invoice ?? "");
  if (invoice?.status === "open") voidInvoice(tx, invoice);
}
