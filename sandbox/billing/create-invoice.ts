import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Customer, Invoice, InvoiceItem, InvoiceLine, Subscription } from "../core/wire";
import { type AppliedDiscount, decideInvoiceTotals, type InvoiceTotals } from "./decide-invoice-totals";
import { discountsFor } from "./discounts";
import { itemLine, subscriptionLine } from "./invoice-lines";

export type Period = { start: number; end: number };

export type NewInvoice = {
  /** Given when something had to refer to the invoice before it was written. */
  id?: string;
  customer: Customer;
  currency: string;
  reason: Invoice["billing_reason"];
  subscription?: Subscription | null;
  /** Items of the subscription to bill for the period they are in. */
  bills?: "items" | "trial" | "nothing";
  /** Invoice items to take in. */
  pending: InvoiceItem[];
  period: Period;
  autoAdvance: boolean;
  finalizesAt?: number | null;
  collectionMethod?: Invoice["collection_method"];
  dueDate?: number | null;
  defaultPaymentMethod?: string | null;
  description?: string | null;
  footer?: string | null;
  metadata?: Record<string, string>;
  /** Left out: those of the subscription, else of the customer. */
  discounts?: string[];
};

/** Writes a draft and ties the invoice items it took in to it. */
export function draftInvoice(tx: Tx, input: NewInvoice): Invoice {
  const draft = tx.create("invoice", buildInvoice(tx, input), "invoice.created");
  for (const item of input.pending) tx.update("invoiceitem", item, { invoice: draft.id }, null);
  return draft;
}

/** Items that wait for this customer's next invoice, of a subscription or of none. */
export function pendingItems(tx: Tx, customer: string, currency: string, subscription: string | null): InvoiceItem[] {
  return tx.related("invoiceitem", "customer", customer).filter((item) => {
    const of = item.parent?.subscription_details?.subscription ?? null;
    return item.invoice === null && item.currency === currency && (of === null || of === subscription);
  });
}

/** The sums that a draft's lines make at this moment. */
function totalsOf(tx: Tx, lines: InvoiceLine[], discounts: string[], customer: Customer): InvoiceTotals {
  const applied = discounts.map((id): AppliedDiscount => {
    const discount = tx.get("discount", id);
    return { id, coupon: tx.get("coupon", discount.source.coupon) };
  });
  return decideInvoiceTotals(lines, applied, customer.balance ?? 0);
}

/** A draft's fields once its lines, discounts or the customer's balance have changed. */
export function retotal(tx: Tx, draft: Invoice, lines: InvoiceLine[], discounts = draft.discounts): Partial<Invoice> {
  const customer = tx.get("customer", draft.customer);
  const totals = totalsOf(tx, lines, discounts, customer);
  return {
    amount_due: totals.amountDue,
    amount_remaining: totals.amountDue,
    discounts,
    lines: { ...draft.lines, data: totals.lines },
    starting_balance: customer.balance ?? 0,
    subtotal: totals.subtotal,
    subtotal_excluding_tax: totals.subtotal,
    total: totals.total,
    total_discount_amounts: totals.total_discount_amounts,
    total_excluding_tax: totals.total,
  };
}

function buildInvoice(tx: Tx, input: NewInvoice): Invoice {
  const { customer, subscription = null, bills = "nothing" } = input;
  const id = input.id ?? newId("in");
  const billed = bills === "nothing" ? [] : (subscription?.items.data ?? []);
  const lines = [
    ...input.pending.map((item) => itemLine(id, item)),
    ...billed.flatMap((item) =>
      subscription ? [subscriptionLine(tx, id, subscription, item, bills === "trial")] : [],
    ),
  ];
  const discounts = input.discounts ?? discountsFor(customer, subscription);
  const totals = totalsOf(tx, lines, discounts, customer);
  return {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Sandbox",
    account_tax_ids: null,
    amount_due: totals.amountDue,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: totals.amountDue,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: input.autoAdvance,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: input.finalizesAt ?? null,
    billing_reason: input.reason,
    collection_method: input.collectionMethod ?? "charge_automatically",
    created: tx.now,
    currency: input.currency,
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
    default_payment_method: input.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: [],
    description: input.description ?? null,
    discounts,
    due_date: input.dueDate ?? null,
    effective_at: null,
    ending_balance: null,
    footer: input.footer ?? null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: "list", data: totals.lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: input.metadata ?? {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: subscription && {
      type: "subscription_details",
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: input.period.end,
    period_start: input.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: customer.balance ?? 0,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: totals.subtotal,
    subtotal_excluding_tax: totals.subtotal,
    test_clock: customer.test_clock,
    total: totals.total,
    total_discount_amounts: totals.total_discount_amounts,
    total_excluding_tax: totals.total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}
