import type Stripe from "stripe";

/**
 * One field as it travels over HTTP: an expandable field is its id (expansion happens when an answer is written),
 * a decimal is a string.
 */
type WireField<V> = V extends Stripe.Decimal ? string : V extends { id: string } ? never : V;

/** A Stripe object as the API sends it, unexpanded. The declarations of the `stripe` package are the contract. */
type Wire<T> = { [K in keyof T]: WireField<T[K]> };

/** `Wire<T>` with some fields stated by hand, where the rule above can't know (embedded objects and lists). */
type WireWith<T, Stated> = Omit<Wire<T>, keyof Stated> & Stated;

export type WireList<T> = { object: "list"; data: T[]; has_more: boolean; url: string };

export type Product = WireWith<Stripe.Product, { deleted?: never }>;
export type Price = WireWith<
  Stripe.Price,
  {
    product: string;
    recurring: Stripe.Price.Recurring | null;
    deleted?: never;
    tiers?: never;
    currency_options?: never;
  }
>;
export type Plan = WireWith<Stripe.Plan, { product: string; deleted?: never; tiers?: never }>;
export type Customer = WireWith<
  Stripe.Customer,
  {
    invoice_settings: Wire<Stripe.Customer.InvoiceSettings>;
    deleted?: never;
    sources?: never;
    subscriptions?: never;
    tax_ids?: never;
  }
>;
export type DeletedCustomer = Stripe.DeletedCustomer;
export type PaymentMethod = Wire<Stripe.PaymentMethod>;
export type PaymentIntent = WireWith<
  Stripe.PaymentIntent,
  { last_payment_error: WireWith<Stripe.PaymentIntent.LastPaymentError, { payment_method?: PaymentMethod }> | null }
>;
export type Charge = WireWith<Stripe.Charge, { refunds?: never }>;
export type SubscriptionItem = WireWith<Stripe.SubscriptionItem, { price: Price; plan: Plan; deleted?: never }>;
export type Subscription = WireWith<
  Stripe.Subscription,
  { items: WireList<SubscriptionItem>; latest_invoice: string | null; customer: string }
>;
export type InvoiceLine = WireWith<
  Stripe.InvoiceLineItem,
  { pricing: { price_details: { price: string; product: string }; type: "price_details"; unit_amount_decimal: string } }
>;
export type InvoiceParent = {
  type: "subscription_details";
  quote_details: null;
  subscription_details: { metadata: Stripe.Metadata; subscription: string };
};
export type Invoice = WireWith<
  Stripe.Invoice,
  {
    lines: WireList<InvoiceLine>;
    payments?: never;
    parent: InvoiceParent;
    customer: string;
    status: "draft" | "open" | "paid" | "uncollectible" | "void";
    deleted?: never;
  }
>;
export type InvoicePayment = WireWith<Stripe.InvoicePayment, { payment: Wire<Stripe.InvoicePayment.Payment> }>;
export type CheckoutLine = WireWith<Stripe.LineItem, { price: Price; quantity: number }>;
export type CheckoutSession = WireWith<Stripe.Checkout.Session, { line_items?: never; url: string | null }>;
export type PortalSession = Wire<Stripe.BillingPortal.Session>;
export type WebhookEndpoint = WireWith<Stripe.WebhookEndpoint, { secret?: never; deleted?: never }>;
export type EventType = Stripe.Event["type"];
export type Event = Omit<Stripe.EventBase, "data" | "type"> & {
  type: EventType;
  data: { object: { object: string }; previous_attributes?: Record<string, unknown> };
};
