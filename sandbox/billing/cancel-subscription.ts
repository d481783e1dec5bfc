import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";

/** Ends a subscription now. Its unpaid invoices stay open for the record, and nobody tries to collect them any more. */
export function cancelSubscription(
  tx: Tx,
  subscription: Subscription,
  reason: "cancellation_requested" | "payment_failed",
): Subscription {
  const details = subscription.cancellation_details;
  const canceled = tx.update(
    "subscription",
    subscription,
    {
      status: "canceled",
      canceled_at: subscription.canceled_at ?? tx.now,
      ended_at: tx.now,
      cancellation_details: {
        comment: details?.comment ?? null,
        feedback: details?.feedback ?? null,
        feedback_option: null,
        reason,
      },
    },
    "customer.subscription.deleted",
  );
  const open = tx.filter(
    "invoice",
    (invoice) => invoice.status === "open" && subscriptionOf(invoice) === subscription.id,
  );
  for (const invoice of open) {
    tx.update("invoice", invoice, { auto_advance: false, next_payment_attempt: null }, "invoice.updated");
  }
  return canceled;
}
