import type {
  CardFacts,
  CheckoutFacts,
  ClockState,
  Delivery,
  DisputeFacts,
  EndpointSecret,
  EntitlementFacts,
  Faults,
  IdempotentAnswer,
  IntentFacts,
  InvoiceFacts,
  PaymentFacts,
  PendingChange,
  ProductFeatureFacts,
  RefundFacts,
  ScheduleFacts,
  Settings,
  SubscriptionFacts,
} from "./facts";
import type {
  ActiveEntitlement,
  BalanceEntry,
  BalanceTransaction,
  Charge,
  CheckoutSession,
  Coupon,
  CreditNote,
  Customer,
  DeletedCustomer,
  Discount,
  Dispute,
  Event,
  Feature,
  Invoice,
  InvoiceItem,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  PortalConfiguration,
  PortalSession,
  Price,
  Product,
  ProductFeature,
  PromotionCode,
  Refund,
  SetupIntent,
  Subscription,
  SubscriptionSchedule,
  TaxId,
  TestClock,
  WebhookEndpoint,
} from "./wire";

/** Everything the sandbox remembers. Stripe's objects are named as their `object` field names them. */
export type Collections = {
  product: Product;
  price: Price;
  customer: Customer;
  deleted_customer: DeletedCustomer;
  payment_method: PaymentMethod;
  payment_intent: PaymentIntent;
  setup_intent: SetupIntent;
  charge: Charge;
  refund: Refund;
  dispute: Dispute;
  balance_transaction: BalanceTransaction;
  subscription: Subscription;
  invoice: Invoice;
  invoice_payment: InvoicePayment;
  "checkout.session": CheckoutSession;
  "billing_portal.session": PortalSession;
  "billing_portal.configuration": PortalConfiguration;
  coupon: Coupon;
  promotion_code: PromotionCode;
  discount: Discount;
  customer_balance_transaction: BalanceEntry;
  tax_id: TaxId;
  invoiceitem: InvoiceItem;
  credit_note: CreditNote;
  subscription_schedule: SubscriptionSchedule;
  "entitlements.feature": Feature;
  product_feature: ProductFeature;
  "entitlements.active_entitlement": ActiveEntitlement;
  "test_helpers.test_clock": TestClock;
  webhook_endpoint: WebhookEndpoint;
  event: Event;
  subscription_facts: SubscriptionFacts;
  pending_change: PendingChange;
  settings: Settings;
  checkout_facts: CheckoutFacts;
  product_feature_facts: ProductFeatureFacts;
  entitlement_facts: EntitlementFacts;
  invoice_facts: InvoiceFacts;
  schedule_facts: ScheduleFacts;
  card_facts: CardFacts;
  payment_facts: PaymentFacts;
  intent_facts: IntentFacts;
  refund_facts: RefundFacts;
  dispute_facts: DisputeFacts;
  endpoint_secret: EndpointSecret;
  delivery: Delivery;
  idempotent_answer: IdempotentAnswer;
  clock: ClockState;
  faults: Faults;
};
export type Kind = keyof Collections;

export const kinds: readonly Kind[] = Object.keys({
  product: 0,
  price: 0,
  customer: 0,
  deleted_customer: 0,
  payment_method: 0,
  payment_intent: 0,
  setup_intent: 0,
  charge: 0,
  refund: 0,
  dispute: 0,
  balance_transaction: 0,
  subscription: 0,
  invoice: 0,
  invoice_payment: 0,
  "checkout.session": 0,
  "billing_portal.session": 0,
  "billing_portal.configuration": 0,
  coupon: 0,
  promotion_code: 0,
  discount: 0,
  customer_balance_transaction: 0,
  tax_id: 0,
  invoiceitem: 0,
  credit_note: 0,
  subscription_schedule: 0,
  "entitlements.feature": 0,
  product_feature: 0,
  "entitlements.active_entitlement": 0,
  "test_helpers.test_clock": 0,
  webhook_endpoint: 0,
  event: 0,
  subscription_facts: 0,
  pending_change: 0,
  settings: 0,
  checkout_facts: 0,
  product_feature_facts: 0,
  entitlement_facts: 0,
  invoice_facts: 0,
  schedule_facts: 0,
  card_facts: 0,
  payment_facts: 0,
  intent_facts: 0,
  refund_facts: 0,
  dispute_facts: 0,
  endpoint_secret: 0,
  delivery: 0,
  idempotent_answer: 0,
  clock: 0,
  faults: 0,
} satisfies Record<Kind, 0>) as Kind[];
