import type {
  ChargeState,
  CheckoutState,
  CollectionMethod,
  DisputeStatus,
  InvoiceStatus,
  PriceInterval,
  SubscriptionStatus,
} from "@/generated/prisma/enums";
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
  /** Of one seat and interval; a price below the minor unit is a fraction, and one in tiers or by use is null. */
  amountMinor: number | null;
  quantity: number;
  hasNextPayment: boolean;
  /** What is charged when the period ends; null for nothing, and where nobody knows before the invoice is written. */
  nextAmountMinor: number | null;
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
  collectionMethod: CollectionMethod;
  dueAt: Date | null;
  isActionRequired: boolean;
  issuedAt: Date;
  periodStart: Date;
  periodEnd: Date;
  paidAt: Date | null;
  hostedUrl: string | null;
};

/** A line of an invoice as Stripe states it, in our columns. */
export type InvoiceLineFacts = {
  stripeInvoiceLineId: string;
  stripeInvoiceId: string;
  stripeSubscriptionId: string | null;
  stripePriceId: string | null;
  planKey: PaidPlanKey | null;
  priceKey: string | null;
  interval: PriceInterval | null;
  /** The price is for so many intervals; 1 where there is none. */
  intervalCount: number;
  currency: string;
  amountMinor: number;
  discountMinor: number;
  /** Of one seat, with up to 12 decimals. */
  unitAmountMinor: number;
  quantity: number;
  isProration: boolean;
  periodStart: Date;
  periodEnd: Date;
};

/** An attempt to take money as Stripe states it, in our columns. */
export type ChargeFacts = {
  stripeChargeId: string;
  stripeInvoiceId: string | null;
  state: ChargeState;
  currency: string;
  amountMinor: number;
  refundedMinor: number;
  isDisputed: boolean;
  failureCode: string | null;
  attemptedAt: Date;
};

/** A payer's bank questioning a charge, as Stripe states it, in our columns. */
export type DisputeFacts = {
  stripeDisputeId: string;
  stripeChargeId: string;
  status: DisputeStatus;
  reason: string;
  currency: string;
  amountMinor: number;
  isWithdrawn: boolean;
  evidenceDueAt: Date | null;
  openedAt: Date;
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
  invoiceLines: InvoiceLineFacts[];
  charges: ChargeFacts[];
  disputes: DisputeFacts[];
  checkouts: CheckoutFacts[];
};

/** Plan and interval are plain text in a row: it may be older than this version. */
type AsStored<Facts> = Omit<Facts, "planKey" | "interval"> & { planKey: string | null; interval: string | null };

/** What we hold. */
export type StoredBilling = {
  subscriptions: AsStored<SubscriptionFacts>[];
  invoices: InvoiceFacts[];
  invoiceLines: AsStored<InvoiceLineFacts>[];
  charges: ChargeFacts[];
  disputes: DisputeFacts[];
  openCheckouts: string[];
};

export type SyncOutcome = "unchanged" | "updated" | "several_subscriptions";

export type BillingChange = {
  /** Rows that are new or differ, whole. */
  subscriptions: SubscriptionFacts[];
  invoices: InvoiceFacts[];
  invoiceLines: InvoiceLineFacts[];
  charges: ChargeFacts[];
  disputes: DisputeFacts[];
  /** Subscriptions that Stripe no longer knows at all; they give nothing from now on. */
  vanishedSubscriptions: string[];
  /** Drafts that were deleted at Stripe. An invoice that was ever issued stays. */
  vanishedInvoices: string[];
  /** Lines that their invoice no longer has, as happens to a draft. */
  vanishedInvoiceLines: string[];
  vanishedAt: Date;
  settledCheckouts: CheckoutFacts[];
  /** `several_subscriptions` when more than one can take money, which staff must look at. */
  outcome: SyncOutcome;
  changed: boolean;
};

/** What must be written so that our rows say what Stripe says. Nothing is kept that Stripe does not state. */
export function decideBillingChange(stored: StoredBilling, observed: ObservedBilling): BillingChange {
  const rows = {
    subscriptions: differing(observed.subscriptions, stored.subscriptions, (row) => row.stripeSubscriptionId),
    invoices: differing(observed.invoices, stored.invoices, (row) => row.stripeInvoiceId),
    invoiceLines: differing(observed.invoiceLines, stored.invoiceLines, (row) => row.stripeInvoiceLineId),
    charges: differing(observed.charges, stored.charges, (row) => row.stripeChargeId),
    disputes: differing(observed.disputes, stored.disputes, (row) => row.stripeDisputeId),
  };
  const seen = new Set(observed.subscriptions.map(({ stripeSubscriptionId }) => stripeSubscriptionId));
  const seenInvoices = new Set(observed.invoices.map(({ stripeInvoiceId }) => stripeInvoiceId));
  const seenLines = new Set(observed.invoiceLines.map(({ stripeInvoiceLineId }) => stripeInvoiceLineId));
  const vanished = {
    vanishedSubscriptions: stored.subscriptions
      .filter((row) => !seen.has(row.stripeSubscriptionId) && row.endedAt === null)
      .map((row) => row.stripeSubscriptionId),
    vanishedInvoices: stored.invoices
      .filter((row) => row.status === "draft" && !seenInvoices.has(row.stripeInvoiceId))
      .map((row) => row.stripeInvoiceId),
    // Of an invoice that Stripe does not show any more, e.g. of a deleted customer, the lines are history and stay.
    vanishedInvoiceLines: stored.invoiceLines
      .filter((row) => seenInvoices.has(row.stripeInvoiceId) && !seenLines.has(row.stripeInvoiceLineId))
      .map((row) => row.stripeInvoiceLineId),
  };
  const settledCheckouts = observed.checkouts.filter(
    ({ stripeSessionId, state }) => state !== "open" && stored.openCheckouts.includes(stripeSessionId),
  );
  const changed =
    observed.isDeleted ||
    [...Object.values(rows), ...Object.values(vanished), settledCheckouts].some((list) => list.length > 0);
  const live = observed.subscriptions.filter(({ status }) => isLive(status));
  return {
    ...rows,
    ...vanished,
    vanishedAt: observed.readAt,
    settledCheckouts,
    changed,
    outcome: live.length > 1 ? "several_subscriptions" : changed ? "updated" : "unchanged",
  };
}

/** What of the facts has no row yet, or one that says something else. */
function differing<Facts extends object>(
  facts: Facts[],
  rows: { [K in keyof Facts]: unknown }[],
  idOf: (row: { [K in keyof Facts]: unknown }) => unknown,
): Facts[] {
  const known = new Map(rows.map((row) => [idOf(row), row]));
  return facts.filter((fact) => differs(fact, known.get(idOf(fact))));
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
