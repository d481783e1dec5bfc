import { type DiscountInput, discountInputs } from "../billing/discounts";
import { draftSubscription, type NewItem, type NewSubscription } from "../billing/draft-subscription";
import { createInvoiceItem } from "../billing/invoice-items";
import { defaultPaymentMethod } from "../billing/pay-invoice";
import { collectFirstInvoice } from "../billing/start-subscription";
import type { Tx } from "../core/tx";
import type { Customer, Subscription } from "../core/wire";
import {
  cardError,
  invalidRequest,
  notInSandbox,
  parameterInvalid,
  parameterMissing,
  resourceMissing,
} from "../http/errors";
import {
  array,
  boolean,
  integer,
  type MetadataChange,
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
import { getCustomer } from "./get-customer";
import { itemParams, readAmount } from "./invoice-items";
import { mergeMetadata } from "./metadata";
import type { PriceData } from "./new-price";
import { itemPrice, itemShape, prorationBehavior } from "./subscription-changes";

const day = 86_400;

/** A time in Unix seconds, or "now". */
export const nowOr: Param<number | "now" | undefined> = {
  read: (value, name) => (value === "now" ? "now" : integer({ min: 0 }).read(value, name)),
};

export const trialSettings = object({
  end_behavior: required(
    object({
      missing_payment_method: required(oneOf("cancel", "create_invoice", "pause")),
      billing_cycle_anchor: notYet,
    }),
  ),
});

export const paymentBehavior = oneOf(
  "allow_incomplete",
  "default_incomplete",
  "error_if_incomplete",
  "pending_if_incomplete",
);

export const addInvoiceItems = array(object({ ...itemParams, ...notYetParams("discounts", "tax_rates") }), 20);

export const createSubscriptionParams = {
  add_invoice_items: addInvoiceItems,
  billing_cycle_anchor: integer(),
  cancel_at: integer(),
  cancel_at_period_end: boolean,
  collection_method: oneOf("charge_automatically", "send_invoice"),
  currency: text(3),
  customer: required(text()),
  days_until_due: integer({ min: 0 }),
  default_payment_method: text(),
  description: unsettable(text(500)),
  discounts: unsettable(discountInputs),
  items: required(array(object(itemShape), 20)),
  metadata,
  off_session: boolean,
  payment_behavior: paymentBehavior,
  payment_settings: object({
    save_default_payment_method: oneOf("off", "on_subscription"),
    payment_method_types: array(text()),
    payment_method_options: notYet,
  }),
  proration_behavior: prorationBehavior,
  trial_end: nowOr,
  trial_from_plan: boolean,
  trial_period_days: integer({ min: 0, max: 730 }),
  trial_settings: trialSettings,
  ...notYetParams("application_fee_percent", "automatic_tax", "backdate_start_date", "billing_cycle_anchor_config"),
  ...notYetParams("billing_mode", "billing_schedules", "billing_thresholds", "customer_account", "default_source"),
  ...notYetParams("default_tax_rates", "invoice_settings", "on_behalf_of", "pending_invoice_item_interval"),
  ...notYetParams("transfer_data"),
};
type CreateParams = Params<typeof createSubscriptionParams>;

/** The prices and quantities of a new subscription, all of one currency and one interval. */
export function readNewItems(
  tx: Tx,
  inputs: readonly {
    price?: string;
    plan?: string;
    price_data?: PriceData;
    quantity?: number;
    metadata?: MetadataChange | null;
  }[],
): NewItem[] {
  if (inputs.length === 0) throw parameterMissing("items");
  const items = inputs.map((input, index): NewItem => {
    const price = itemPrice(tx, input, `items[${index}]`, null);
    if (!price) throw parameterMissing(`items[${index}][price]`);
    return { price, quantity: input.quantity ?? 1, metadata: mergeMetadata({}, input.metadata) };
  });
  const [first] = items;
  for (const { price } of items) {
    if (price.currency !== first?.price.currency) {
      throw invalidRequest("All prices of a subscription must use the same currency.", { param: "items" });
    }
    const [one, other] = [price.recurring, first.price.recurring];
    if (one?.interval !== other?.interval || one?.interval_count !== other?.interval_count) {
      throw notInSandbox("prices with different intervals in one subscription");
    }
  }
  return items;
}

function readTrialEnd(tx: Tx, params: CreateParams): number | null {
  if (params.trial_end !== undefined && params.trial_period_days !== undefined) {
    throw invalidRequest("You may only specify one of these parameters: trial_end, trial_period_days.");
  }
  if (typeof params.trial_end === "number") {
    if (params.trial_end <= tx.now) throw parameterInvalid("trial_end", "`trial_end` must be in the future.");
    return params.trial_end;
  }
  return params.trial_period_days ? tx.now + params.trial_period_days * day : null;
}

function readCancelAt(tx: Tx, params: CreateParams): number | null {
  if (params.cancel_at === undefined) return null;
  if (params.cancel_at <= tx.now) throw parameterInvalid("cancel_at", "`cancel_at` must be in the future.");
  return params.cancel_at;
}

function requireMethod(tx: Tx, params: CreateParams, customer: Customer, isFree: boolean): void {
  const method = params.default_payment_method;
  if (method && tx.find("payment_method", method)?.customer !== customer.id) {
    throw resourceMissing("PaymentMethod", method, "default_payment_method", 400);
  }
  const waits = params.payment_behavior === "default_incomplete" || params.collection_method === "send_invoice";
  if (isFree || waits || method || defaultPaymentMethod(tx, customer.id, null)) return;
  throw invalidRequest(
    "This customer has no attached payment source or default payment method. Please consider adding a default payment method.",
    { code: "resource_missing" },
  );
}

/** Starts a subscription and tries to collect what is due at once. Returns the refusal of `error_if_incomplete`. */
export function createSubscription(outer: Tx, params: CreateParams): Subscription {
  const customer = getCustomer(outer, params.customer, "customer", 400);
  const tx = outer.on(customer.test_clock);
  if (params.payment_behavior === "pending_if_incomplete") {
    throw invalidRequest("`pending_if_incomplete` only holds back changes of a subscription that exists.", {
      param: "payment_behavior",
    });
  }
  const items = readNewItems(tx, params.items);
  const currency = items[0]?.price.currency ?? "usd";
  const other = tx
    .related("subscription", "customer", customer.id)
    .find((subscription) => subscription.ended_at === null && subscription.currency !== currency);
  if (other) {
    throw invalidRequest(
      `You cannot combine currencies on a single customer. This customer has an active subscription with currency ${other.currency}.`,
    );
  }
  const trialEnd = readTrialEnd(tx, params);
  const isSent = params.collection_method === "send_invoice";
  if (isSent && params.days_until_due === undefined) throw parameterMissing("days_until_due");
  const isFree = trialEnd !== null || items.every(({ price, quantity }) => !price.unit_amount || quantity === 0);
  requireMethod(tx, params, customer, isFree);
  for (const input of params.add_invoice_items ?? []) {
    const read = readAmount(tx, input);
    createInvoiceItem(tx, { ...read, customer, currency, quantity: input.quantity, period: input.period });
  }
  const { subscription, draft } = draftSubscription(tx, {
    customer: customer.id,
    items,
    paymentMethod: params.default_payment_method ?? null,
    metadata: mergeMetadata({}, params.metadata),
    description: params.description ?? null,
    trialEnd,
    missingPaymentMethod: params.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
    anchor: readAnchor(tx, params),
    prorates: params.proration_behavior !== "none",
    discounts: params.discounts ?? ([] satisfies DiscountInput[]),
    collectionMethod: params.collection_method,
    daysUntilDue: params.days_until_due ?? null,
    changes: readEnding(tx, params),
    isToldLater: true,
    status: firstStatus(trialEnd !== null, isFree || isSent),
  });
  const waits = params.payment_behavior === "default_incomplete";
  const decline = collectFirstInvoice(tx, subscription.id, draft, waits ? "left_open" : "attempted");
  if (decline && params.payment_behavior === "error_if_incomplete") throw cardError(decline);
  tx.put("subscription_facts", { ...tx.get("subscription_facts", subscription.id), isUntold: false });
  const created = tx.get("subscription", subscription.id);
  tx.emit("customer.subscription.created", created);
  return created;
}

function firstStatus(isTrial: boolean, needsNothingNow: boolean): NewSubscription["status"] {
  if (isTrial) return "trialing";
  return needsNothingNow ? "active" : "incomplete";
}

function readAnchor(tx: Tx, params: CreateParams): number | null {
  if (params.billing_cycle_anchor === undefined) return null;
  if (params.billing_cycle_anchor > tx.now) return params.billing_cycle_anchor;
  throw parameterInvalid("billing_cycle_anchor", "`billing_cycle_anchor` cannot be earlier than now.");
}

function readEnding(tx: Tx, params: CreateParams): Partial<Subscription> {
  const cancel_at = readCancelAt(tx, params);
  return {
    ...(cancel_at === null ? {} : { cancel_at, canceled_at: tx.now }),
    ...(params.cancel_at_period_end ? { cancel_at_period_end: true, canceled_at: tx.now } : {}),
  };
}
