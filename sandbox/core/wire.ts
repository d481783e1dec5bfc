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
    discount: Discount | null;
    test_clock: string | null;
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
export type SetupIntent = WireWith<
  Stripe.SetupIntent,
  { last_setup_error: WireWith<Stripe.SetupIntent.LastSetupError, { payment_method?: PaymentMethod }> | null }
>;
export type Charge = WireWith<Stripe.Charge, { refunds?: never; payment_intent: string | null }>;
export type Refund = WireWith<Stripe.Refund, { charge: string }>;
export type BalanceTransaction = WireWith<Stripe.BalanceTransaction, { status: "available" | "pending" }>;
export type DisputeEvidence = Wire<Stripe.Dispute.Evidence>;
export type Dispute = WireWith<
  Stripe.Dispute,
  {
    balance_transactions: BalanceTransaction[];
    charge: string;
    evidence: DisputeEvidence;
    payment_intent: string | null;
    status:
      | "lost"
      | "needs_response"
      | "under_review"
      | "warning_closed"
      | "warning_needs_response"
      | "warning_under_review"
      | "won";
  }
>;
export type SubscriptionItem = WireWith<Stripe.SubscriptionItem, { price: Price; plan: Plan; deleted?: never }>;
export type Subscription = WireWith<
  Stripe.Subscription,
  {
    items: WireList<SubscriptionItem>;
    latest_invoice: string | null;
    customer: string;
    discounts: string[];
    pending_update: PendingUpdate | null;
    schedule: string | null;
    status: SubscriptionStatus;
    test_clock: string | null;
  }
>;
export type SubscriptionStatus =
  | "active"
  | "canceled"
  | "incomplete"
  | "incomplete_expired"
  | "past_due"
  | "paused"
  | "trialing"
  | "unpaid";
export type PendingUpdate = WireWith<
  Stripe.Subscription.PendingUpdate,
  { discount: null; subscription_items: SubscriptionItem[] | null }
>;
export type InvoiceLine = WireWith<
  Stripe.InvoiceLineItem,
  {
    discount_amounts: DiscountAmount[];
    discounts: string[];
    pricing: Pricing | null;
    subscription: string | null;
  }
>;
export type DiscountAmount = { amount: number; discount: string };
export type Pricing = {
  price_details?: { price: string; product: string };
  type: "price_details";
  unit_amount_decimal: string | null;
};
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
    /** Null for an invoice that no subscription made. */
    parent: InvoiceParent | null;
    customer: string;
    discounts: string[];
    status: "draft" | "open" | "paid" | "uncollectible" | "void";
    test_clock: string | null;
    total_discount_amounts: DiscountAmount[];
    deleted?: never;
  }
>;
export type InvoiceItem = WireWith<
  Stripe.InvoiceItem,
  { customer: string; discounts: string[]; invoice: string | null; pricing: Pricing | null; deleted?: never }
>;
export type CreditNoteLine = Wire<Stripe.CreditNoteLineItem>;
export type CreditNote = WireWith<
  Stripe.CreditNote,
  { customer: string; invoice: string; lines: WireList<CreditNoteLine>; status: "issued" | "void" }
>;
export type Coupon = WireWith<
  Stripe.Coupon,
  { deleted?: never; duration: "forever" | "once" | "repeating"; currency_options?: never }
>;
export type PromotionCode = WireWith<
  Stripe.PromotionCode,
  { promotion: { coupon: string; type: "coupon" }; customer: string | null }
>;
export type Discount = WireWith<
  Stripe.Discount,
  {
    customer: string | null;
    deleted?: never;
    promotion_code: string | null;
    source: { coupon: string; type: "coupon" };
  }
>;
export type BalanceEntry = WireWith<Stripe.CustomerBalanceTransaction, { customer: string }>;
export type TaxId = WireWith<Stripe.TaxId, { deleted?: never; customer: string | null }>;
export type SubscriptionSchedule = WireWith<
  Stripe.SubscriptionSchedule,
  {
    customer: string;
    default_settings: Wire<Stripe.SubscriptionSchedule.DefaultSettings>;
    phases: SchedulePhase[];
    released_subscription: string | null;
    status: "active" | "canceled" | "completed" | "not_started" | "released";
    subscription: string | null;
    test_clock: string | null;
  }
>;
export type SchedulePhase = WireWith<
  Stripe.SubscriptionSchedule.Phase,
  {
    default_payment_method: string | null;
    items: SchedulePhaseItem[];
    proration_behavior: ProrationBehavior;
  }
>;
export type SchedulePhaseItem = WireWith<
  Stripe.SubscriptionSchedule.Phase.Item,
  { plan: string; price: string; tax_rates?: never }
>;
export type ProrationBehavior = "always_invoice" | "create_prorations" | "none";
export type PortalConfiguration = Wire<Stripe.BillingPortal.Configuration>;
export type Feature = Stripe.Entitlements.Feature;
export type ProductFeature = WireWith<Stripe.ProductFeature, { entitlement_feature: Feature; deleted?: never }>;
export type ActiveEntitlement = WireWith<Stripe.Entitlements.ActiveEntitlement, { feature: string }>;
export type TestClock = WireWith<
  Stripe.TestHelpers.TestClock,
  { status: "advancing" | "internal_failure" | "ready"; deleted?: never }
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
