import { changeSubscription, type ItemChange } from "../billing/change-subscription";
import { changeOncePaid } from "../billing/pending-update";
import { syncEntitlements } from "../billing/sync-entitlements";
import type { Tx } from "../core/tx";
import type { ProrationBehavior, Subscription, SubscriptionItem } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { boolean, integer, required, text } from "../http/params";
import { collectChange } from "./collect-change";
import { paymentBehavior } from "./create-subscription";
import { itemShape, prorationBehavior, readChanges } from "./subscription-changes";
import { getSubscription } from "./subscriptions";

function findItem(tx: Tx, id: string): { subscription: Subscription; item: SubscriptionItem } {
  for (const subscription of tx.store.all("subscription")) {
    const item = subscription.items.data.find((one) => one.id === id);
    if (item) return { subscription, item };
  }
  throw resourceMissing("subscription_item", id, "item");
}

type How = {
  payment_behavior?: "allow_incomplete" | "default_incomplete" | "error_if_incomplete" | "pending_if_incomplete";
  proration_behavior?: ProrationBehavior;
  proration_date?: number;
};

function change(outer: Tx, before: Subscription, changes: ItemChange[], how: How): Subscription {
  if (before.ended_at !== null) throw invalidRequest("A canceled subscription's items can't be changed.");
  const tx = outer.on(before.test_clock);
  const wanted = {
    items: changes,
    prorationBehavior: how.proration_behavior ?? "create_prorations",
    prorationDate: how.proration_date,
  };
  if (how.payment_behavior === "pending_if_incomplete") changeOncePaid(tx, before, wanted);
  else collectChange(tx, changeSubscription(tx, before, wanted).draft, how.payment_behavior);
  syncEntitlements(tx, before.customer);
  return tx.get("subscription", before.id);
}

const howParams = {
  payment_behavior: paymentBehavior,
  proration_behavior: prorationBehavior,
  proration_date: integer(),
};

export const subscriptionItemEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/subscription_items",
    params: { ...itemShape, ...howParams, subscription: required(text()) },
    run: (tx, { subscription: id, ...params }) => {
      const before = tx.find("subscription", id);
      if (!before) throw resourceMissing("subscription", id, "subscription", 400);
      const after = change(tx, before, readChanges(tx, before, [pick(params)]), params);
      return after.items.data.at(-1) ?? after;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/subscription_items/:id",
    params: {},
    run: (tx, _params, id) => findItem(tx, id).item,
  }),
  endpoint({
    method: "POST",
    path: "/v1/subscription_items/:id",
    params: { ...itemShape, ...howParams, off_session: boolean },
    run: (tx, params, id) => {
      const { subscription } = findItem(tx, id);
      change(tx, subscription, readChanges(tx, subscription, [{ ...pick(params), id }]), params);
      return findItem(tx, id).item;
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/subscription_items/:id",
    params: { ...howParams, clear_usage: boolean },
    run: (tx, params, id) => {
      const { subscription } = findItem(tx, id);
      const deletion = { ...pick({}), id, deleted: true };
      change(tx, subscription, readChanges(tx, subscription, [deletion]), params);
      return { id, object: "subscription_item", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/subscription_items",
    params: { ...listParams, subscription: required(text()) },
    run: (tx, params) => {
      const { items } = getSubscription(tx, params.subscription);
      return page([...items.data].reverse(), () => true, params, "/v1/subscription_items");
    },
  }),
];

type ItemInput = Parameters<typeof readChanges>[2][number];

/** The part of a request that says what the item shall be. */
function pick(params: Partial<Pick<ItemInput, "metadata" | "plan" | "price" | "price_data" | "quantity">>): ItemInput {
  const { metadata, plan, price, price_data, quantity } = params;
  const notGiven = {
    billing_thresholds: undefined,
    current_trial: undefined,
    discounts: undefined,
    tax_rates: undefined,
    clear_usage: undefined,
    deleted: undefined,
    id: undefined,
  };
  return { ...notGiven, metadata, plan, price, price_data, quantity };
}
