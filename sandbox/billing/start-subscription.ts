import type { CheckoutFacts } from "../core/collections";
import { decideNextPeriodEnd } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PaymentIntent, Price, Subscription, SubscriptionItem } from "../core/wire";
import { planOf } from "../resources/prices";
import { createInvoice } from "./create-invoice";
import { settleInvoice } from "./pay-invoice";

const day = 86_400;
const trialNoticeDays = 3;

export type NewSubscription = {
  customer: string;
  items: { price: Price; quantity: number }[];
  paymentMethod: string | null;
  metadata: Record<string, string>;
  description: string | null;
  trialPeriodDays: number | null;
  missingPaymentMethod: CheckoutFacts["missingPaymentMethod"];
  /** The intent that has already taken the first payment; null for a trial or a price of zero. */
  paidBy: PaymentIntent | null;
};

/** Starts a subscription whose first payment, if it needs one, has succeeded, and writes its first invoice as paid. */
export function startSubscription(tx: Tx, input: NewSubscription): Subscription {
  const trialEnd = input.trialPeriodDays ? tx.now + input.trialPeriodDays * day : null;
  const anchor = trialEnd ?? tx.now;
  const id = newId("sub");
  const invoiceId = newId("in");
  const items = input.items.map(({ price, quantity }): SubscriptionItem => {
    const periodEnd = trialEnd ?? decideNextPeriodEnd(anchor, intervalOf(price), tx.now);
    return {
      id: newId("si", 14),
      object: "subscription_item",
      billing_thresholds: null,
      created: tx.now,
      current_period_end: periodEnd,
      current_period_start: tx.now,
      current_trial: null,
      discounts: [],
      metadata: {},
      plan: planOf(price),
      price,
      quantity,
      subscription: id,
      tax_rates: [],
    };
  });
  adoptCurrency(tx, input.customer, items);
  const subscription = tx.create(
    "subscription",
    {
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
      collection_method: "charge_automatically",
      created: tx.now,
      currency: items[0]?.price.currency ?? "usd",
      customer: input.customer,
      customer_account: null,
      days_until_due: null,
      default_payment_method: input.paymentMethod,
      default_source: null,
      default_tax_rates: [],
      description: input.description,
      discounts: [],
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
      status: trialEnd ? "trialing" : "active",
      test_clock: null,
      transfer_data: null,
      trial_end: trialEnd,
      trial_settings: {
        end_behavior: { billing_cycle_anchor: null, missing_payment_method: input.missingPaymentMethod },
      },
      trial_start: trialEnd ? tx.now : null,
    },
    "customer.subscription.created",
  );
  tx.put("subscription_facts", {
    id,
    // A trial shorter than the notice is told about at once.
    trialWillEndDueAt: trialEnd && Math.max(tx.now, trialEnd - trialNoticeDays * day),
  });
  const invoice = createInvoice(
    tx,
    subscription,
    "subscription_create",
    { start: tx.now, end: tx.now },
    { id: invoiceId, paymentIntent: input.paidBy?.id ?? null },
  );
  settleInvoice(tx, invoice, input.paidBy);
  return subscription;
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
