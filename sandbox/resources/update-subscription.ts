import { cancelSubscription } from "../billing/cancel-subscription";
import { changeSubscription, creditUnusedTime, type SubscriptionChange } from "../billing/change-subscription";
import { draftInvoice, pendingItems } from "../billing/create-invoice";
import { discountInputs, grantDiscount } from "../billing/discounts";
import { planTrialNotice } from "../billing/draft-subscription";
import { finalizeInvoice } from "../billing/finalize-invoice";
import { createInvoiceItem } from "../billing/invoice-items";
import { payInvoice, settleInvoice } from "../billing/pay-invoice";
import { changeOncePaid } from "../billing/pending-update";
import { currentPeriodEnd, endsWithoutCard } from "../billing/renew-subscription";
import { syncEntitlements } from "../billing/sync-entitlements";
import type { Tx } from "../core/tx";
import type { Invoice, Subscription } from "../core/wire";
import { given } from "../http/endpoint";
import { cardError, invalidRequest, parameterInvalid, resourceMissing } from "../http/errors";
import {
  array,
  boolean,
  integer,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  type Param,
  type Params,
  required,
  text,
  unsettable,
} from "../http/params";
import { addInvoiceItems, nowOr, paymentBehavior, trialSettings } from "./create-subscription";
import { readAmount } from "./invoice-items";
import { mergeMetadata } from "./metadata";
import { itemChange, prorationBehavior, readChanges } from "./subscription-changes";

export const cancellationReasons = [
  "customer_service",
  "low_quality",
  "missing_features",
  "other",
  "switched_service",
  "too_complex",
  "too_expensive",
  "unused",
] as const;

export const cancellationDetails = object({
  comment: unsettable(text()),
  feedback: unsettable(oneOf(...cancellationReasons)),
  feedback_option: notYet,
});

/** A time, or the end of the current period by name. */
const cancelAt: Param<number | "min_period_end" | "max_period_end" | undefined> = {
  read: (value, name) =>
    value === "min_period_end" || value === "max_period_end" ? value : integer({ min: 0 }).read(value, name),
};

export const updateParams = {
  add_invoice_items: addInvoiceItems,
  billing_cycle_anchor: oneOf("now", "unchanged"),
  cancel_at: unsettable(cancelAt),
  cancel_at_period_end: boolean,
  cancellation_details: cancellationDetails,
  collection_method: oneOf("charge_automatically", "send_invoice"),
  days_until_due: integer({ min: 0 }),
  default_payment_method: text(),
  description: unsettable(text(500)),
  discounts: unsettable(discountInputs),
  items: array(itemChange, 20),
  metadata,
  off_session: boolean,
  pause_collection: unsettable(
    object({ behavior: required(oneOf("keep_as_draft", "mark_uncollectible", "void")), resumes_at: integer() }),
  ),
  payment_behavior: paymentBehavior,
  proration_behavior: prorationBehavior,
  proration_date: integer(),
  trial_end: nowOr,
  trial_from_plan: boolean,
  trial_settings: trialSettings,
  ...notYetParams("application_fee_percent", "automatic_tax", "billing_schedules", "billing_thresholds"),
  ...notYetParams("default_source", "default_tax_rates", "invoice_settings", "on_behalf_of", "payment_settings"),
  ...notYetParams("pending_invoice_item_interval", "transfer_data"),
};
type UpdateParams = Params<typeof updateParams>;

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

/** The plain fields of an update; what it asks of items, cycle and trial is `changeSubscription`'s. */
function changedFields(tx: Tx, before: Subscription, params: UpdateParams): Partial<Subscription> {
  const ending = decideEnding(tx, before, params);
  const details = ending.cancellation_details ?? before.cancellation_details;
  const pause = params.pause_collection;
  const amount = before.items.data.reduce(
    (sum, { price, quantity = 1 }) => sum + (price.unit_amount ?? 0) * quantity,
    0,
  );
  const holder = { customer: before.customer, subscription: before.id, bill: { amount, currency: before.currency } };
  return given({
    ...ending,
    cancellation_details: details && { ...details, ...given(params.cancellation_details ?? {}) },
    collection_method: params.collection_method,
    days_until_due: params.days_until_due,
    default_payment_method: params.default_payment_method,
    description: params.description,
    discounts:
      params.discounts === null
        ? []
        : params.discounts?.map((input) => grantDiscount(tx, input, holder, "customer.discount.created").id),
    metadata: mergeMetadata(before.metadata, params.metadata),
    pause_collection: pause && { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null },
    ...(pause === null ? { pause_collection: null } : {}),
    trial_settings: params.trial_settings && {
      end_behavior: {
        billing_cycle_anchor: null,
        missing_payment_method: params.trial_settings.end_behavior.missing_payment_method,
      },
    },
  });
}

/** Finalises and charges what a change has to bill. Returns the refusal where one must be answered with an error. */
export function collectChange(tx: Tx, draft: Invoice | null, behavior: UpdateParams["payment_behavior"]): void {
  if (!draft) return;
  const invoice = finalizeInvoice(tx, draft);
  if (invoice.amount_due === 0) {
    settleInvoice(tx, invoice, null);
    return;
  }
  if (invoice.collection_method === "send_invoice") return;
  if (behavior === "default_incomplete") return;
  const decline = payInvoice(tx, invoice, "scheduled");
  if (decline && behavior === "error_if_incomplete") throw cardError(decline);
}

/** Carries out an update as the API asked for it. */
export function updateSubscription(tx: Tx, before: Subscription, params: UpdateParams): Subscription {
  if (params.payment_behavior === "pending_if_incomplete") requireHoldable(params);
  if (params.default_payment_method) requireOwnMethod(tx, before, params.default_payment_method);
  if (typeof params.trial_end === "number" && params.trial_end <= tx.now) {
    throw parameterInvalid("trial_end", "`trial_end` must be in the future.");
  }
  for (const input of params.add_invoice_items ?? []) {
    const read = readAmount(tx, input);
    const customer = tx.get("customer", before.customer);
    const subscription = { subscription: before.id };
    createInvoiceItem(tx, { ...read, customer, currency: before.currency, quantity: input.quantity, subscription });
  }
  const fields = changedFields(tx, before, params);
  const movesTrial = typeof params.trial_end === "number" && before.status === "trialing" && !params.items;
  if (movesTrial)
    return moveTrialEnd(tx, before, fields, params.trial_end === "now" ? tx.now : (params.trial_end ?? 0));
  const endsTrial = params.trial_end === "now" && before.status === "trialing";
  if (endsTrial && endsWithoutCard(tx, before)) {
    syncEntitlements(tx, before.customer);
    return tx.update("subscription", tx.get("subscription", before.id), fields, "customer.subscription.updated");
  }
  const change: SubscriptionChange = {
    items: params.items && readChanges(tx, before, params.items),
    resetsCycle: params.billing_cycle_anchor === "now",
    trialEnd: endsTrial || typeof params.trial_end === "number" ? params.trial_end : undefined,
    prorationBehavior: params.proration_behavior ?? "create_prorations",
    prorationDate: params.proration_date,
    fields,
  };
  if (params.payment_behavior === "pending_if_incomplete") changeOncePaid(tx, before, change);
  else collectChange(tx, changeSubscription(tx, before, change).draft, params.payment_behavior);
  syncEntitlements(tx, before.customer);
  return tx.get("subscription", before.id);
}

const holdable = [
  "items",
  "payment_behavior",
  "proration_behavior",
  "proration_date",
  "billing_cycle_anchor",
  "trial_end",
  "trial_from_plan",
  "off_session",
];

/** Only what its invoice bills can wait for the payment. Source: https://docs.stripe.com/billing/subscriptions/pending-updates */
function requireHoldable(params: UpdateParams): void {
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && !holdable.includes(name)) {
      throw invalidRequest(`\`${name}\` can't be changed together with \`payment_behavior=pending_if_incomplete\`.`, {
        param: name,
      });
    }
  }
}

/** A trial that goes on longer, or ends earlier, bills nothing: its one period just has another end. */
function moveTrialEnd(tx: Tx, before: Subscription, fields: Partial<Subscription>, end: number): Subscription {
  const data = before.items.data.map((item) => ({ ...item, current_period_end: end }));
  const moved = tx.update(
    "subscription",
    before,
    { ...fields, billing_cycle_anchor: end, items: { ...before.items, data }, trial_end: end },
    "customer.subscription.updated",
  );
  planTrialNotice(tx, moved);
  return moved;
}

function requireOwnMethod(tx: Tx, subscription: Subscription, method: string): void {
  if (tx.find("payment_method", method)?.customer === subscription.customer) return;
  throw resourceMissing("PaymentMethod", method, "default_payment_method", 400);
}

/** Ends a subscription now. What was not used may be credited, and what waits may be billed with it. */
export function endSubscription(
  tx: Tx,
  subscription: Subscription,
  { prorates, invoices }: { prorates: boolean; invoices: boolean },
): Subscription {
  const isPaidFor = subscription.status === "active" || subscription.status === "past_due";
  if (prorates && isPaidFor) creditUnusedTime(tx, subscription);
  const canceled = cancelSubscription(tx, subscription, "cancellation_requested");
  if (!invoices) return canceled;
  const pending = pendingItems(tx, canceled.customer, canceled.currency, canceled.id);
  if (pending.length === 0) return canceled;
  const draft = draftInvoice(tx, {
    customer: tx.get("customer", canceled.customer),
    currency: canceled.currency,
    reason: "subscription_update",
    subscription: canceled,
    pending,
    period: { start: canceled.start_date, end: tx.now },
    autoAdvance: true,
  });
  collectChange(tx, draft, undefined);
  return canceled;
}

/** A paused subscription goes on with a new cycle; it is active again once that cycle is paid. */
export function resumeSubscription(tx: Tx, before: Subscription): Subscription {
  const { draft } = changeSubscription(tx, before, { resetsCycle: true, prorationBehavior: "none" });
  collectChange(tx, draft, undefined);
  syncEntitlements(tx, before.customer);
  return tx.get("subscription", before.id);
}
