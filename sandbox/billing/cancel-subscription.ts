import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { syncEntitlements } from "./sync-entitlements";

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
      status: subscription.status === "incomplete" ? "incomplete_expired" : "canceled",
      canceled_at: subscription.canceled_at ?? tx.now,
      ended_at: tx.now,
      pending_update: null,
      cancellation_details: {
        comment: details?.comment ?? null,
        feedback: details?.feedback ?? null,
        feedback_option: null,
        reason,
      },
    },
    subscription.status === "incomplete" ? "customer.subscription.updated" : "customer.subscription.deleted",
  );
  for (const invoice of tx.related("invoice", "customer", subscription.customer)) {
    if (invoice.status !== "open" || subscriptionOf(invoice) !== subscription.id) continue;
    tx.update("invoice", invoice, { auto_advance: false, next_payment_attempt: null }, "invoice.updated");
  }
  const schedule = subscription.schedule && tx.find("subscription_schedule", subscription.schedule);
  if (schedule && (schedule.status === "active" || schedule.status === "not_started")) {
    const ended = { status: "canceled", canceled_at: tx.now, current_phase: null } as const;
    tx.update("subscription_schedule", schedule, ended, "subscription_schedule.canceled");
  }
  syncEntitlements(tx, subscription.customer);
  return canceled;
}
