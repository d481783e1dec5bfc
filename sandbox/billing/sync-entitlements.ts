import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { ActiveEntitlement } from "../core/wire";

const entitling = ["active", "trialing", "past_due"];

/**
 * Makes a customer's active entitlements equal to the features of the products they subscribe to. One event tells of the
 * whole, and only when something changed.
 */
export function syncEntitlements(tx: Tx, customer: string): void {
  if (tx.store.count("product_feature") === 0) return;
  const wanted = new Map<string, string>();
  for (const subscription of tx.related("subscription", "customer", customer)) {
    if (!entitling.includes(subscription.status)) continue;
    for (const item of subscription.items.data) {
      for (const { id } of tx.related("product_feature_facts", "product", item.price.product)) {
        const feature = tx.get("product_feature", id).entitlement_feature;
        wanted.set(feature.id, feature.lookup_key);
      }
    }
  }
  const active = activeEntitlements(tx, customer);
  const surplus = active.filter(({ feature }) => !wanted.delete(feature));
  if (surplus.length === 0 && wanted.size === 0) return;
  for (const { id } of surplus) {
    tx.store.remove("entitlements.active_entitlement", id);
    tx.store.remove("entitlement_facts", id);
  }
  for (const [feature, lookup_key] of wanted) {
    const id = newId("ent_test");
    const entitlement: ActiveEntitlement = {
      id,
      object: "entitlements.active_entitlement",
      feature,
      livemode: false,
      lookup_key,
    };
    tx.put("entitlement_facts", { id, customer });
    tx.create("entitlements.active_entitlement", entitlement, null);
  }
  const url = `/v1/customer/${customer}/entitlements`;
  const summary = {
    object: "entitlements.active_entitlement_summary",
    customer,
    entitlements: { object: "list", data: activeEntitlements(tx, customer), has_more: false, url },
    livemode: false,
  };
  tx.emit("entitlements.active_entitlement_summary.updated", summary);
}

export function activeEntitlements(tx: Tx, customer: string): ActiveEntitlement[] {
  return tx
    .related("entitlement_facts", "customer", customer)
    .map(({ id }) => tx.get("entitlements.active_entitlement", id));
}
