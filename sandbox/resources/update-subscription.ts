import { changeSubscription, type SubscriptionChange } from "../billing/change-subscription";
import { discountInputs, grantDiscount } from "../billing/discounts";
import { planTrialNotice } from "../billing/draft-subscription";
import { createInvoiceItem } from "../billing/invoice-items";
import { changeOncePaid } from "../billing/pending-update";
import { endsWithoutCard } from "../billing/renew-subscription";
import { syncEntitlements } from "../billing/sync-entitlements";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { given } from "../http/endpoint";
import { invalidRequest, parameterInvalid, resourceMissing } from "../http/errors";
import {
  array,
  boolean,
  integer,
  metadata,
  notYetParams,
  object,
  oneOf,
  type Param,
  type Params,
  required,
  text,
  unsettable,
} from "../http/params";
import { collectChange } from "./collect-change";
import { addInvoiceItems, nowOr, paymentBehavior, trialSettings } from "./create-subscription";
import { cancellationDetails, decideEnding } from "./end-subscription";
import { readAmount } from "./invoice-items";
import { mergeMetadata } from "./metadata";
import { itemChange, prorationBehavior, readChanges } from "./subscription-changes";

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

/** A paused subscription goes on with a new cycle; it is active again once that cycle is paid. */
export function resumeSubscription(tx: Tx, before: Subscription): Subscription {
  const { draft } = changeSubscription(tx, before, { resetsCycle: true, prorationBehavior: "none" });
  collectChange(tx, draft, undefined);
  syncEntitlements(tx, before.customer);
  return tx.get("subscription", before.id);
}
