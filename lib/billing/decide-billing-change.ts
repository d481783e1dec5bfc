import type { CheckoutState, InvoiceStatus, SubscriptionStatus } from "@/generated/prisma/enums";
import { isLive } from "@/lib/billing/subscription-status";
import type { PaidPlanKey } from "@/lib/catalog/plans";
import type { Interval } from "@/lib/catalog/prices";

/** A subscription as Stripe states it, in our columns. */
export type SubscriptionFacts = {
  stripeSubscriptionId: string;
  stripePriceId: string;
  status: SubscriptionStatus;
  stripeStatus: string;
  planKey: PaidPlanKey | null;
  priceKey: string | null;
  interval: Interval | null;
  currency: string;
  amountMinor: number;
  quantity: number;
  startedAt: Date;
  trialEndsAt: Date | null;
  currentPeriodStart: Date;
  currentPeriodEnd: Date;
  cancelAtPeriodEnd: boolean;
  cancelAt: Date | null;
  canceledAt: Date | null;
  endedAt: Date | null;
};

/** An invoice as Stripe states it, in our columns. */
export type InvoiceFacts = {
  stripeInvoiceId: string;
  stripeSubscriptionId: string | null;
  number: string | null;
  status: InvoiceStatus;
  currency: string;
  totalMinor: number;
  amountDueMinor: number;
  amountPaidMinor: number;
  attemptCount: number;
  nextPaymentAttemptAt: Date | null;
  issuedAt: Date;
  periodStart: Date;
  periodEnd: Date;
  paidAt: Date | null;
  hostedUrl: string | null;
};

/** A visit to the checkout page that was open when we last looked, as it stands now. */
export type CheckoutFacts = { stripeSessionId: string; state: Extract<CheckoutState, "open" | "complete" | "expired"> };

/** What Stripe holds about a customer, read while holding the customer's lease. */
export type ObservedBilling = {
  readAt: Date;
  /** True when the customer was deleted at Stripe; what is left of them takes no money any more. */
  isDeleted: boolean;
  subscriptions: SubscriptionFacts[];
  invoices: InvoiceFacts[];
  checkouts: CheckoutFacts[];
};

/** What we hold. Plan and interval are plain text here: a row may be older than this version. */
export type StoredBilling = {
  subscriptions: (Omit<SubscriptionFacts, "planKey" | "interval"> & {
    planKey: string | null;
    interval: string | null;
  })[];
  invoices: InvoiceFacts[];
  openCheckouts: string[];
};

export type SyncOutcome = "unchanged" | "updated" | "several_subscriptions";

export type BillingChange = {
  /** Rows that are new or differ, whole. */
  subscriptions: SubscriptionFacts[];
  invoices: InvoiceFacts[];
  /** Subscriptions that Stripe no longer knows at all; they give nothing from now on. */
  vanishedSubscriptions: string[];
  vanishedAt: Date;
  settledCheckouts: CheckoutFacts[];
  /** `several_subscriptions` when more than one can take money, which staff must look at. */
  outcome: SyncOutcome;
  changed: boolean;
};

/** What must be written so that our rows say what Stripe says. Nothing is kept that Stripe does not state. */
export function decideBillingChange(stored: StoredBilling, observed: ObservedBilling): BillingChange {
  const subscriptions = observed.subscriptions.filter((facts) =>
    differs(
      facts,
      stored.subscriptions.find((row) => row.stripeSubscriptionId === facts.stripeSubscriptionId),
    ),
  );
  const invoices = observed.invoices.filter((facts) =>
    differs(
      facts,
      stored.invoices.find((row) => row.stripeInvoiceId === facts.stripeInvoiceId),
    ),
  );
  const seen = new Set(observed.subscriptions.map(({ stripeSubscriptionId }) => stripeSubscriptionId));
  const vanishedSubscriptions = stored.subscriptions
    .filter((row) => !seen.has(row.stripeSubscriptionId) && row.endedAt === null)
    .map((row) => row.stripeSubscriptionId);
  const settledCheckouts = observed.checkouts.filter(
    ({ stripeSessionId, state }) => state !== "open" && stored.openCheckouts.includes(stripeSessionId),
  );
  const changed =
    observed.isDeleted ||
    [subscriptions, invoices, vanishedSubscriptions, settledCheckouts].some((list) => list.length > 0);
  const live = observed.subscriptions.filter(({ status }) => isLive(status));
  return {
    subscriptions,
    invoices,
    vanishedSubscriptions,
    vanishedAt: observed.readAt,
    settledCheckouts,
    changed,
    outcome: live.length > 1 ? "several_subscriptions" : changed ? "updated" : "unchanged",
  };
}

/** True when a fact is missing from the row or differs from it; columns that are ours alone are not compared. */
function differs<Facts extends object>(facts: Facts, row: { [K in keyof Facts]: unknown } | undefined): boolean {
  if (!row) return true;
  return (Object.keys(facts) as (keyof Facts)[]).some(
    (column) => comparable(facts[column]) !== comparable(row[column]),
  );
}

function comparable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}
