import type { MethodBehaviour } from "../billing/test-cards";
import type { CheckoutLine, PaymentIntent, Subscription } from "./wire";

/** The sandbox's own facts about a subscription, which Stripe keeps to itself. */
export type SubscriptionFacts = {
  id: string;
  /** When `customer.subscription.trial_will_end` falls due (Unix seconds); null once written or never to be. */
  trialWillEndDueAt: number | null;
  /** When a subscription whose first payment is missing gives up (Unix seconds). Absent once it was paid. */
  incompleteExpiresAt?: number | null;
  /** True while the request that creates it is still collecting: `created` will tell of the outcome. */
  isUntold?: boolean;
  /** The period's end for which `invoice.upcoming` was told. */
  upcomingToldFor?: number;
};

/** A change that waits until its invoice is paid, by the subscription's id. */
export type PendingChange = { id: string; invoice: string; fields: Partial<Subscription> };

/** What Stripe keeps among an account's settings. */
export type Settings = { id: "settings"; upcomingDays: number };

/** Which product a product's feature belongs to; the public object does not say. */
export type ProductFeatureFacts = { id: string; product: string };

/** Which customer an active entitlement belongs to. */
export type EntitlementFacts = { id: string; customer: string };

/** What was said about an invoice whose due date has passed. */
export type InvoiceFacts = { id: string; overdueTold: boolean };

/** A schedule whose last phase ends soon and that has said so. */
export type ScheduleFacts = { id: string; expiringToldFor: number | null };

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
  /** How a session in `payment` mode makes its intent. Absent in sessions of older states. */
  paymentIntentData?: Pick<
    PaymentIntent,
    | "capture_method"
    | "description"
    | "metadata"
    | "receipt_email"
    | "setup_future_usage"
    | "shipping"
    | "statement_descriptor"
    | "statement_descriptor_suffix"
  >;
  /** Coupons or promotion codes to redeem when the session is complete. */
  discounts?: { coupon?: string; promotion_code?: string }[];
  setupIntentData?: { description: string | null; metadata: Record<string, string> };
};

/** Which test card or account stands behind a payment method. The number itself is never stored. */
export type CardFacts = {
  id: string;
  behaviour: MethodBehaviour;
  /** Set once its owner authenticated it for later use. */
  authenticated?: boolean;
};

/** What time does to a payment: a direct debit that comes through or not, an authorisation that runs out. */
export type PaymentFacts = {
  id: string;
  /** Unix seconds; null once it has happened, or was overtaken. */
  dueAt: number | null;
  outcome: "succeeds" | "fails" | "expires";
  /** Whether the payer disputes it as soon as it has come through. */
  disputed: boolean;
};

/** Where a customer who has to authenticate comes from and goes back to. */
export type IntentFacts = { id: string; returnUrl: string | null; checkoutSession: string | null };

/** What becomes of a refund that is still on its way. */
export type RefundFacts = { id: string; dueAt: number | null; outcome: "succeeds" | "fails" };

/** How a dispute goes on by itself. */
export type DisputeFacts = {
  id: string;
  dueAt: number | null;
  outcome: "won" | "lost" | "warning_closed" | "escalated";
};

/** What an endpoint's webhooks are signed with; a secret that was rolled signs with it until it expires. */
export type EndpointSecret = { id: string; secret: string; previous?: { secret: string; expiresAtMs: number }[] };

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
  truncate: number;
  wrong_signature: number;
  stale_timestamp: number;
  /** Probabilities as well, drawn for each attempt: the endpoint answers too late, or not at all. */
  slow_endpoint: number;
  dead_endpoint: number;
  /** Milliseconds each first attempt waits. */
  delay_ms: number;
  /** Milliseconds each API call waits before it runs. */
  api_latency_ms: number;
  /** `sequence` of the first delivery under these faults, so that a seed gives the same run again. */
  sinceSequence: number;
};
