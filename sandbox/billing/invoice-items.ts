import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Customer, InvoiceItem, Pricing } from "../core/wire";

export type NewInvoiceItem = {
  customer: Customer;
  amount: number;
  currency: string;
  description: string | null;
  quantity?: number;
  pricing?: Pricing | null;
  period?: { start: number; end: number };
  invoice?: string | null;
  subscription?: { subscription: string; subscription_item?: string } | null;
  proration?: boolean;
  discountable?: boolean;
  metadata?: Record<string, string>;
};

/** Something to bill that waits for the customer's next invoice, or lies on the draft that is given. */
export function createInvoiceItem(tx: Tx, input: NewInvoiceItem): InvoiceItem {
  const quantity = input.quantity ?? 1;
  const item: InvoiceItem = {
    id: newId("ii"),
    object: "invoiceitem",
    amount: input.amount,
    currency: input.currency,
    customer: input.customer.id,
    customer_account: null,
    date: tx.now,
    description: input.description,
    discountable: input.discountable ?? true,
    discounts: [],
    invoice: input.invoice ?? null,
    livemode: false,
    metadata: input.metadata ?? {},
    net_amount: input.amount,
    parent: input.subscription ? { subscription_details: input.subscription, type: "subscription_details" } : null,
    period: input.period ?? { start: tx.now, end: tx.now },
    pricing: input.pricing ?? { type: "price_details", unit_amount_decimal: String(input.amount / quantity) },
    proration: input.proration ?? false,
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: input.customer.test_clock,
  };
  return tx.create("invoiceitem", item, "invoiceitem.created");
}
