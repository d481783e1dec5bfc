import { decideNextPeriodEnd } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Invoice, Price, Subscription, SubscriptionItem } from "../core/wire";
import { planOf } from "../resources/prices";
import { draftInvoice, pendingItems } from "./create-invoice";
import { type DiscountInput, grantDiscount } from "./discounts";

const day = 86_400;
const trialNoticeDays = 3;

export type NewItem = { price: Price; quantity: number; metadata?: Record<string, string> };

export type NewSubscription = {
  customer: string;
  items: NewItem[];
  paymentMethod: string | null;
  metadata: Record<string, string>;
  description: string | null;
  /** Unix seconds; null for no trial. */
  trialEnd: number | null;
  missingPaymentMethod: "cancel" | "create_invoice" | "pause";
  /** The first full period starts here; until then a part is billed. Null for now, or the trial's end. */
  anchor?: number | null;
  prorates?: boolean;
  discounts?: DiscountInput[];
  collectionMethod?: Subscription["collection_method"];
  daysUntilDue?: number | null;
  changes?: Partial<Subscription>;
  status: "active" | "incomplete" | "trialing";
  /** The caller tells of it itself, once the first payment has been tried. */
  isToldLater?: boolean;
};

/** A new item of a subscription in the period that is given (Unix seconds). */
export function newItem(tx: Tx, subscription: string, item: NewItem, start: number, end: number): SubscriptionItem {
  return {
    id: newId("si", 14),
    object: "subscription_item",
    billing_thresholds: null,
    created: tx.now,
    current_period_end: end,
    current_period_start: start,
    current_trial: null,
    discounts: [],
    metadata: item.metadata ?? {},
    plan: planOf(item.price),
    price: item.price,
    quantity: item.quantity,
    subscription,
    tax_rates: [],
  };
}

/** Writes a subscription in its first state together with its first invoice, still a draft. */
export function draftSubscription(tx: Tx, input: NewSubscription): { subscription: Subscription; draft: Invoice } {
  const { trialEnd } = input;
  const anchor = trialEnd ?? input.anchor ?? tx.now;
  const id = newId("sub");
  const invoiceId = newId("in");
  const items = input.items.map((item) => {
    const end = anchor > tx.now ? anchor : decideNextPeriodEnd(anchor, intervalOf(item.price), tx.now);
    return newItem(tx, id, item, tx.now, end);
  });
  adoptCurrency(tx, input.customer, items);
  const customer = tx.get("customer", input.customer);
  const amount = items.reduce((sum, { price, quantity = 1 }) => sum + (price.unit_amount ?? 0) * quantity, 0);
  const bill = { amount, currency: items[0]?.price.currency ?? "usd" };
  const holder = { customer: customer.id, subscription: id, bill };
  const discounts = (input.discounts ?? []).map(
    (discount) => grantDiscount(tx, discount, holder, "customer.discount.created").id,
  );
  const subscription: Subscription = {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: input.collectionMethod ?? "charge_automatically",
    created: tx.now,
    currency: items[0]?.price.currency ?? "usd",
    customer: input.customer,
    customer_account: null,
    days_until_due: input.daysUntilDue ?? null,
    default_payment_method: input.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: input.description,
    discounts,
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: { object: "list", data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: invoiceId,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: input.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: tx.now,
    status: input.status,
    test_clock: customer.test_clock,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: input.missingPaymentMethod },
    },
    trial_start: trialEnd ? tx.now : null,
    ...input.changes,
    ...(input.changes?.cancel_at_period_end ? { cancel_at: items[0]?.current_period_end ?? null } : {}),
  };
  tx.create("subscription", subscription, input.isToldLater ? null : "customer.subscription.created");
  planTrialNotice(tx, subscription);
  if (input.isToldLater) tx.put("subscription_facts", { ...tx.get("subscription_facts", id), isUntold: true });
  const stub = anchor > tx.now && !trialEnd;
  const draft = draftInvoice(tx, {
    id: invoiceId,
    customer,
    currency: subscription.currency,
    reason: "subscription_create",
    subscription: stub ? withStubPrices(subscription, input.prorates ?? true) : subscription,
    bills: trialEnd ? "trial" : "items",
    pending: pendingItems(tx, customer.id, subscription.currency, id),
    period: { start: tx.now, end: tx.now },
    autoAdvance: true,
    collectionMethod: subscription.collection_method,
    dueDate: subscription.days_until_due === null ? null : tx.now + subscription.days_until_due * day,
  });
  return { subscription, draft };
}

/** Before a later anchor only the part of a period that remains until it is billed, or nothing where nobody prorates. */
function withStubPrices(subscription: Subscription, prorates: boolean): Subscription {
  const data = subscription.items.data.map((item) => {
    const full = decideNextPeriodEnd(item.current_period_end, intervalOf(item.price), item.current_period_end);
    const share = (item.current_period_end - item.current_period_start) / (full - item.current_period_end);
    const unit_amount = prorates ? Math.round((item.price.unit_amount ?? 0) * Math.min(1, share)) : 0;
    return { ...item, price: { ...item.price, unit_amount } };
  });
  return { ...subscription, items: { ...subscription.items, data } };
}

/** Sees to `trial_will_end`: three days before the end, or at once for a trial that is shorter. */
export function planTrialNotice(tx: Tx, { id, trial_end, status }: Subscription): void {
  const trialWillEndDueAt =
    trial_end !== null && status === "trialing" ? Math.max(tx.now, trial_end - trialNoticeDays * day) : null;
  tx.put("subscription_facts", { ...tx.find("subscription_facts", id), id, trialWillEndDueAt });
}

export function intervalOf(price: Price): { interval: string; interval_count: number } {
  return price.recurring ?? { interval: "month", interval_count: 1 };
}

/** A customer's first subscription decides the currency that the customer pays in. */
function adoptCurrency(tx: Tx, id: string, items: SubscriptionItem[]): void {
  const customer = tx.get("customer", id);
  const currency = items[0]?.price.currency;
  if (currency) tx.update("customer", customer, { currency }, "customer.updated");
}
