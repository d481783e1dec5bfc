import type {
  Charge,
  CheckoutLine,
  CheckoutSession,
  Customer,
  DeletedCustomer,
  Event,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  PortalSession,
  Price,
  Product,
  Subscription,
  WebhookEndpoint,
} from "./wire";

/** The sandbox's own facts about a subscription, which Stripe keeps to itself. */
export type SubscriptionFacts = {
  id: string;
  /** When `customer.subscription.trial_will_end` falls due (Unix seconds); null once written or never to be. */
  trialWillEndDueAt: number | null;
};

/** What a checkout session needs to remember until it is paid; the public object shows only part of it. */
export type CheckoutFacts = {
  id: string;
  lines: CheckoutLine[];
  trialPeriodDays: number | null;
  missingPaymentMethod: "cancel" | "create_invoice" | "pause";
  subscriptionMetadata: Record<string, string>;
  subscriptionDescription: string | null;
  /** A declined attempt leaves its payment intent here, so that the next try continues it. */
  paymentIntent: string | null;
};

/** Which test card stands behind a payment method. The number itself is never stored. */
export type CardFacts = {
  id: string;
  behaviour: "succeeds" | "declined" | "insufficient_funds" | "fails_when_charged";
};

export type EndpointSecret = { id: string; secret: string };

export type DeliveryAttempt = {
  /** Real time, ISO. */
  at: string;
  status: number | null;
  /** First 500 characters of the answer, or why there was none. */
  response: string;
  durationMs: number;
  /** Faults that were applied to this attempt. */
  faults: string[];
};

/** One event on its way to one endpoint. */
export type Delivery = {
  id: string;
  event: string;
  eventType: string;
  endpoint: string;
  status: "pending" | "delivered" | "failed" | "dropped";
  attempts: DeliveryAttempt[];
  /** Attempts already made before the last replay; a replay grants a full new round. */
  attemptsBeforeReplay: number;
  /** Real time in milliseconds: deliveries never travel in time. */
  nextAttemptAtMs: number;
  /** Counts deliveries since the store began; the seeded faults are drawn from it. */
  sequence: number;
};

/** The recorded answer to a request that carried an idempotency key. */
export type IdempotentAnswer = {
  id: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  expiresAtMs: number;
};

export type ClockState = {
  id: "clock";
  /** Added to the machine's time while the clock runs. */
  offsetMs: number;
  /** Set while the clock stands still (frozen by hand, or in the middle of a move). */
  frozenAtMs: number | null;
  /** True while a move is under way; a restart lets the clock run on from where the move had come to. */
  moving: boolean;
};

export type Faults = {
  id: "faults";
  seed: number;
  /** Probabilities from 0 to 1, drawn once per delivery and applied to its first attempt. */
  duplicate: number;
  reorder: number;
  drop: number;
  wrong_signature: number;
  stale_timestamp: number;
  /** Milliseconds each first attempt waits. */
  delay_ms: number;
  /** Milliseconds each API call waits before it runs. */
  api_latency_ms: number;
  /** `sequence` of the first delivery under these faults, so that a seed gives the same run again. */
  sinceSequence: number;
};

/** Everything the sandbox remembers. Stripe's objects are named as their `object` field names them. */
export type Collections = {
  product: Product;
  price: Price;
  customer: Customer;
  deleted_customer: DeletedCustomer;
  payment_method: PaymentMethod;
  payment_intent: PaymentIntent;
  charge: Charge;
  subscription: Subscription;
  invoice: Invoice;
  invoice_payment: InvoicePayment;
  "checkout.session": CheckoutSession;
  "billing_portal.session": PortalSession;
  webhook_endpoint: WebhookEndpoint;
  event: Event;
  subscription_facts: SubscriptionFacts;
  checkout_facts: CheckoutFacts;
  card_facts: CardFacts;
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
  charge: 0,
  subscription: 0,
  invoice: 0,
  invoice_payment: 0,
  "checkout.session": 0,
  "billing_portal.session": 0,
  webhook_endpoint: 0,
  event: 0,
  subscription_facts: 0,
  checkout_facts: 0,
  card_facts: 0,
  endpoint_secret: 0,
  delivery: 0,
  idempotent_answer: 0,
  clock: 0,
  faults: 0,
} satisfies Record<Kind, 0>) as Kind[];
