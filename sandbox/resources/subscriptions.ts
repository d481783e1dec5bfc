import { endDiscount } from "../billing/discounts";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, notInSandbox, resourceMissing } from "../http/errors";
import { boolean, isInRange, notYet, notYetParams, oneOf, range, text } from "../http/params";
import { createSubscription, createSubscriptionParams } from "./create-subscription";
import { cancellationDetails, endSubscription } from "./end-subscription";
import { prorationBehavior } from "./subscription-changes";
import { resumeSubscription, updateParams, updateSubscription } from "./update-subscription";

const statuses = ["active", "canceled", "incomplete", "incomplete_expired", "past_due", "paused", "trialing"] as const;

export function getSubscription(tx: Tx, id: string): Subscription {
  const subscription = tx.find("subscription", id);
  if (!subscription) throw resourceMissing("subscription", id);
  return subscription;
}

export const subscriptionEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/subscriptions",
    params: createSubscriptionParams,
    run: createSubscription,
  }),
  endpoint({
    method: "GET",
    path: "/v1/subscriptions/:id",
    params: {},
    run: (tx, _params, id) => getSubscription(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/subscriptions/:id",
    params: updateParams,
    run: (outer, params, id) => {
      const before = getSubscription(outer, id);
      const asksForMore = Object.entries(params).some(
        ([name, value]) => value !== undefined && name !== "metadata" && name !== "cancellation_details",
      );
      if (before.ended_at !== null && asksForMore) {
        throw invalidRequest("A canceled subscription can only update its cancellation_details and metadata.");
      }
      return updateSubscription(outer.on(before.test_clock), before, params);
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/subscriptions/:id",
    params: { cancellation_details: cancellationDetails, invoice_now: boolean, prorate: boolean },
    run: (outer, params, id) => {
      const before = getSubscription(outer, id);
      if (before.ended_at !== null) throw resourceMissing("subscription", id);
      const tx = outer.on(before.test_clock);
      const canceled = { ...before, canceled_at: tx.now };
      const details = before.cancellation_details;
      return endSubscription(
        tx,
        { ...canceled, cancellation_details: details && { ...details, ...given(params.cancellation_details ?? {}) } },
        { prorates: params.prorate ?? false, invoices: params.invoice_now ?? false },
      );
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/subscriptions/:id/resume",
    params: {
      billing_cycle_anchor: oneOf("now", "unchanged"),
      payment_behavior: oneOf("resume_always_charge"),
      proration_behavior: prorationBehavior,
      proration_date: notYet,
    },
    run: (outer, params, id) => {
      const before = getSubscription(outer, id);
      if (before.status !== "paused") {
        throw invalidRequest(`Only a paused subscription can be resumed; this one is ${before.status}.`);
      }
      if (params.billing_cycle_anchor === "unchanged") throw notInSandbox("billing_cycle_anchor=unchanged");
      return resumeSubscription(outer.on(before.test_clock), before);
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/subscriptions/:id/discount",
    params: {},
    run: (outer, _params, id) => {
      const subscription = getSubscription(outer, id);
      const [first] = subscription.discounts;
      if (!first) throw resourceMissing("discount", id, "subscription");
      const discount = outer.get("discount", first);
      endDiscount(outer.on(subscription.test_clock), discount);
      return { ...discount, deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/subscriptions",
    params: {
      ...listParams,
      collection_method: oneOf("charge_automatically", "send_invoice"),
      created: range,
      customer: text(),
      price: text(),
      status: oneOf("all", "ended", "unpaid", ...statuses),
      ...notYetParams("automatic_tax", "current_period_end", "current_period_start", "customer_account", "plan"),
      test_clock: text(),
    },
    run: (tx, params) =>
      page(
        params.customer ? tx.related("subscription", "customer", params.customer) : tx.store.all("subscription"),
        (subscription) =>
          (!params.test_clock || subscription.test_clock === params.test_clock) &&
          (!params.price || subscription.items.data.some((item) => item.price.id === params.price)) &&
          (!params.collection_method || subscription.collection_method === params.collection_method) &&
          hasStatus(subscription, params.status) &&
          isInRange(subscription.created, params.created),
        params,
        "/v1/subscriptions",
      ),
  }),
];

/** Without a filter Stripe leaves out what was canceled. */
function hasStatus(subscription: Subscription, wanted: string | undefined): boolean {
  if (wanted === "all") return true;
  if (wanted === "ended") return subscription.ended_at !== null;
  return wanted ? subscription.status === wanted : subscription.status !== "canceled";
}
