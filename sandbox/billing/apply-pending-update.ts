import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { syncEntitlements } from "./sync-entitlements";

/** Carries out the change that waited for this invoice, now that it is paid. */
export function applyPendingUpdate(tx: Tx, subscription: Subscription, invoice: string): Subscription {
  const waiting = tx.find("pending_change", subscription.id);
  if (waiting?.invoice !== invoice || !subscription.pending_update) return subscription;
  tx.store.remove("pending_change", subscription.id);
  const changes = { ...waiting.fields, pending_update: null };
  const applied = tx.update("subscription", subscription, changes, "customer.subscription.updated");
  tx.emit("customer.subscription.pending_update_applied", applied);
  syncEntitlements(tx, subscription.customer);
  return applied;
}
