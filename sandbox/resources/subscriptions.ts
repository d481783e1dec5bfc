import { cancelSubscription } from "../billing/cancel-subscription";
import { currentPeriodEnd } from "../billing/renew-subscription";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterInvalid, resourceMissing } from "../http/errors";
import {
  boolean,
  integer,
  isInRange,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  type Param,
  range,
  text,
  unsettable,
} from "../http/params";
import { mergeMetadata } from "./metadata";

const cancellationDetails = object({
  comment: unsettable(text()),
  feedback: unsettable(
    oneOf(
      "customer_service",
      "low_quality",
      "missing_features",
      "other",
      "switched_service",
      "too_complex",
      "too_expensive",
      "unused",
    ),
  ),
  feedback_option: notYet,
});

/** A time, or the end of the current period by name. */
const cancelAt: Param<number | "min_period_end" | "max_period_end" | undefined> = {
  read: (value, name) =>
    value === "min_period_end" || value === "max_period_end" ? value : integer({ min: 0 }).read(value, name),
};

const updateParams = {
  cancel_at: unsettable(cancelAt),
  cancel_at_period_end: boolean,
  cancellation_details: cancellationDetails,
  default_payment_method: text(),
  description: unsettable(text(500)),
  metadata,
  off_session: boolean,
  ...notYetParams("add_invoice_items", "application_fee_percent", "automatic_tax", "billing_cycle_anchor"),
  ...notYetParams("billing_schedules", "billing_thresholds", "collection_method", "days_until_due", "default_source"),
  ...notYetParams("default_tax_rates", "discounts", "invoice_settings", "items", "on_behalf_of", "pause_collection"),
  ...notYetParams("payment_behavior", "payment_settings", "pending_invoice_item_interval", "proration_behavior"),
  ...notYetParams("proration_date", "transfer_data", "trial_end", "trial_from_plan", "trial_settings"),
};

const statuses = ["active", "canceled", "incomplete", "incomplete_expired", "past_due", "paused", "trialing"] as const;

function getSubscription(tx: Tx, id: string): Subscription {
  const subscription = tx.find("subscription", id);
  if (!subscription) throw resourceMissing("subscription", id);
  return subscription;
}

type EndingInput = {
  cancel_at?: number | "min_period_end" | "max_period_end" | null;
  cancel_at_period_end?: boolean;
};

/**
 * What a request to end later, or to go on after all, changes. Going on clears every trace of the request; ending at
 * the period's end is the same as `cancel_at` on that date, with the flag to say so.
 */
export function decideEnding(tx: Tx, subscription: Subscription, input: EndingInput): Partial<Subscription> {
  if (input.cancel_at_period_end !== undefined && input.cancel_at !== undefined && input.cancel_at !== null) {
    throw invalidRequest("`cancel_at` and `cancel_at_period_end` cannot both be set.", { param: "cancel_at" });
  }
  const details = subscription.cancellation_details;
  const periodEnd = currentPeriodEnd(subscription);
  const ends = (at: number, atPeriodEnd: boolean) => ({
    cancel_at: at,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: subscription.canceled_at ?? tx.now,
    cancellation_details: {
      comment: details?.comment ?? null,
      feedback: details?.feedback ?? null,
      feedback_option: null,
      reason: "cancellation_requested" as const,
    },
  });
  if (input.cancel_at_period_end) return ends(periodEnd, true);
  if (typeof input.cancel_at === "string") return ends(periodEnd, false);
  if (typeof input.cancel_at === "number") {
    if (input.cancel_at <= tx.now) throw parameterInvalid("cancel_at", "`cancel_at` must be in the future.");
    return ends(input.cancel_at, false);
  }
  const goesOn = input.cancel_at_period_end === false ? subscription.cancel_at_period_end : input.cancel_at === null;
  if (!goesOn) return {};
  return {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  };
}

export const subscriptionEndpoints = [
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
    run: (tx, params, id) => {
      const before = getSubscription(tx, id);
      const asksForMore = Object.entries(params).some(
        ([name, value]) => value !== undefined && name !== "metadata" && name !== "cancellation_details",
      );
      if (before.ended_at !== null && asksForMore) {
        throw invalidRequest("A canceled subscription can only update its cancellation_details and metadata.");
      }
      if (params.default_payment_method) requireOwnMethod(tx, before, params.default_payment_method);
      const ending = decideEnding(tx, before, params);
      const details = ending.cancellation_details ?? before.cancellation_details;
      const changes = given({
        ...ending,
        cancellation_details: details && { ...details, ...given(params.cancellation_details ?? {}) },
        default_payment_method: params.default_payment_method,
        description: params.description,
        metadata: mergeMetadata(before.metadata, params.metadata),
      });
      return tx.update("subscription", before, changes, "customer.subscription.updated");
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/subscriptions/:id",
    params: { cancellation_details: cancellationDetails, invoice_now: notYet, prorate: notYet },
    run: (tx, params, id) => {
      const before = getSubscription(tx, id);
      if (before.ended_at !== null) throw resourceMissing("subscription", id);
      const canceled = { ...before, canceled_at: tx.now };
      const details = before.cancellation_details;
      return cancelSubscription(
        tx,
        { ...canceled, cancellation_details: details && { ...details, ...given(params.cancellation_details ?? {}) } },
        "cancellation_requested",
      );
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
      ...notYetParams("test_clock"),
    },
    run: (tx, params) =>
      page(
        tx.store.all("subscription"),
        (subscription) =>
          (!params.customer || subscription.customer === params.customer) &&
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

function requireOwnMethod(tx: Tx, subscription: Subscription, method: string): void {
  if (tx.find("payment_method", method)?.customer === subscription.customer) return;
  throw resourceMissing("PaymentMethod", method, "default_payment_method", 400);
}
