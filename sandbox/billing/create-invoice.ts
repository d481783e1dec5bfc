import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Customer, Invoice, InvoiceLine, Price, Subscription, SubscriptionItem } from "../core/wire";
import { createInvoicePayment } from "../resources/invoice-payments";
import { createPaymentIntent } from "../resources/new-payment-intent";

export type BillingReason = "subscription_create" | "subscription_cycle";
export type Period = { start: number; end: number };

/** Drafts and finalises a subscription's invoice for the period its items are in now. A trial's invoice is for zero. */
export function createInvoice(
  tx: Tx,
  subscription: Subscription,
  reason: BillingReason,
  invoicePeriod: Period,
  options: { id: string; paymentIntent?: string | null },
): Invoice {
  const customer = tx.get("customer", subscription.customer);
  const draft = draftInvoice(tx, subscription, customer, reason, invoicePeriod, options.id);
  return finalizeInvoice(tx, draft, customer, options.paymentIntent ?? null);
}

function draftInvoice(
  tx: Tx,
  subscription: Subscription,
  customer: Customer,
  reason: BillingReason,
  period: Period,
  id: string,
): Invoice {
  const isTrial = subscription.status === "trialing";
  const lines = subscription.items.data.map((item) => invoiceLine(tx, id, subscription, item, isTrial));
  const total = lines.reduce((sum, line) => sum + line.amount, 0);
  const invoice: Invoice = {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Sandbox",
    account_tax_ids: null,
    amount_due: total,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: total,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: tx.now,
    billing_reason: reason,
    collection_method: "charge_automatically",
    created: tx.now,
    currency: subscription.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: customer.tax_exempt ?? null,
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: "list", data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: tx.now,
    number: null,
    on_behalf_of: null,
    parent: {
      type: "subscription_details",
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: period.end,
    period_start: period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
  return tx.create("invoice", invoice, "invoice.created");
}

/** Gives the invoice its number and, when there is something to pay, the payment intent that will pay it. */
function finalizeInvoice(tx: Tx, draft: Invoice, customer: Customer, paidBy: string | null): Invoice {
  const sequence = customer.next_invoice_sequence ?? 1;
  const number = `${customer.invoice_prefix ?? "SANDBOX"}-${String(sequence).padStart(4, "0")}`;
  tx.update("customer", customer, { next_invoice_sequence: sequence + 1 }, null);
  if (draft.amount_due > 0) {
    const intent =
      paidBy ??
      createPaymentIntent(tx, {
        customer: customer.id,
        amountMinor: draft.amount_due,
        currency: draft.currency,
        description: draft.billing_reason === "subscription_create" ? "Subscription creation" : "Subscription update",
      }).id;
    createInvoicePayment(tx, draft, intent);
  }
  return tx.update(
    "invoice",
    draft,
    {
      automatically_finalizes_at: null,
      effective_at: tx.now,
      ending_balance: 0,
      number,
      status: "open",
      status_transitions: { ...draft.status_transitions, finalized_at: tx.now },
    },
    "invoice.finalized",
  );
}

function invoiceLine(
  tx: Tx,
  invoice: string,
  subscription: Subscription,
  item: SubscriptionItem,
  isTrial: boolean,
): InvoiceLine {
  const quantity = item.quantity ?? 1;
  const amount = isTrial ? 0 : (item.price.unit_amount ?? 0) * quantity;
  const name = tx.get("product", item.price.product).name;
  return {
    id: newId("il"),
    object: "line_item",
    amount,
    currency: subscription.currency,
    description: isTrial ? `Free trial for ${quantity} × ${name}` : `${quantity} × ${name} (${priceLabel(item.price)})`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice,
    livemode: false,
    metadata: subscription.metadata,
    parent: {
      type: "subscription_item_details",
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: subscription.id,
        subscription_item: item.id,
      },
    },
    period: { start: item.current_period_start, end: item.current_period_end },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: item.price.id, product: item.price.product },
      type: "price_details",
      unit_amount_decimal: isTrial ? "0" : String(item.price.unit_amount ?? 0),
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription: subscription.id,
    subtotal: amount,
    taxes: [],
  };
}

/** E.g. "at €9.00 / month". */
function priceLabel(price: Price): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: price.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const every = price.recurring ? ` / ${price.recurring.interval}` : "";
  return `at ${format.format((price.unit_amount ?? 0) / 10 ** digits)}${every}`;
}
