import type Stripe from "stripe";
import type { DisputeStatus, InvoiceStatus, PriceInterval } from "@/generated/prisma/enums";
import type {
  ChargeFacts,
  DisputeFacts,
  InvoiceFacts,
  InvoiceLineFacts,
  SubscriptionFacts,
} from "@/lib/billing/internal/sync/decide-billing-change";
import { type ForeseenPayment, isNextPaymentDue, nothingComes } from "@/lib/billing/internal/sync/next-payment";
import { listedAmount, type StatedPrice, statedAmount } from "@/lib/billing/internal/sync/price-amount";
import { toSubscriptionStatus } from "@/lib/billing/subscription-status";
import type { PaidPlanKey } from "@/lib/catalog/plans";
import { type Interval, intervals } from "@/lib/catalog/prices";
import { stripeMetadata } from "@/lib/catalog/stripe-names";
import { fromUnixSeconds } from "@/lib/core/time";

/** What the prices and products behind a customer's subscriptions and invoices say, by their ids at Stripe. */
export type PriceBook = { prices: Map<string, Stripe.Price>; plans: Map<string, PaidPlanKey | null> };

/** The id of a price's product, expanded or not. */
export function productId(price: Stripe.Price): string {
  return idOf(price.product);
}

/** The ids of price and product that an invoice's line is for; null for a line that somebody wrote by hand. */
export function pricedAs(line: Stripe.InvoiceLineItem): { price: string; product: string } | null {
  const details = line.pricing?.price_details;
  return details ? { price: idOf(details.price), product: details.product } : null;
}

/**
 * Of several items the first whose plan the catalogue knows; a subscription without items is of no use to anyone.
 * `foreseen` is what Stripe was asked about the next payment; without it price and seats say what that comes to.
 */
export function toSubscriptionFacts(
  subscription: Stripe.Subscription,
  { plans }: PriceBook,
  foreseen?: ForeseenPayment,
): SubscriptionFacts[] {
  const items = subscription.items.data;
  const item = items.find(({ price }) => plans.get(productId(price))) ?? items[0];
  if (!item) return [];
  const { price, quantity = 1 } = item;
  const amountMinor = listedAmount(price, subscription.currency);
  const listed = { isComing: true, amountMinor: amountMinor === null ? null : Math.round(amountMinor * quantity) };
  const next = isNextPaymentDue(subscription) ? (foreseen ?? listed) : nothingComes;
  return [
    {
      stripeSubscriptionId: subscription.id,
      stripePriceId: price.id,
      status: toSubscriptionStatus(subscription.status),
      stripeStatus: subscription.status,
      planKey: plans.get(productId(price)) ?? null,
      priceKey: price.metadata[stripeMetadata.priceKey] ?? null,
      interval: toInterval(price.recurring),
      currency: subscription.currency,
      amountMinor,
      quantity,
      hasNextPayment: next.isComing,
      nextAmountMinor: next.amountMinor,
      startedAt: fromUnixSeconds(subscription.start_date),
      trialEndsAt: toInstant(subscription.trial_end),
      currentPeriodStart: fromUnixSeconds(item.current_period_start),
      currentPeriodEnd: fromUnixSeconds(item.current_period_end),
      cancelAtPeriodEnd: subscription.cancel_at_period_end,
      cancelAt: toInstant(subscription.cancel_at),
      canceledAt: toInstant(subscription.canceled_at),
      endedAt: toInstant(subscription.ended_at),
    },
  ];
}

function toInterval(recurring: Stripe.Price.Recurring | null): Interval | null {
  if (recurring?.interval_count !== 1) return null;
  return intervals.find((interval) => interval === recurring.interval) ?? null;
}

const priceIntervals = ["day", "week", "month", "year"] as const satisfies PriceInterval[];

function toRhythm(recurring: Stripe.Price.Recurring | null | undefined) {
  const interval = priceIntervals.find((known) => known === recurring?.interval) ?? null;
  return { interval, intervalCount: interval ? (recurring?.interval_count ?? 1) : 1 };
}

/**
 * A draft can still change and is not shown, but it tells what the next charge will be. `stalled` are the
 * invoices whose payment waits for its payer.
 */
export function toInvoiceFacts(invoice: Stripe.Invoice, stalled: ReadonlySet<string>): InvoiceFacts {
  const subscription = invoice.parent?.subscription_details?.subscription ?? null;
  // The invoice's own period is when items were gathered; what the customer pays for is the line's.
  const period = invoice.lines.data[0]?.period ?? { start: invoice.period_start, end: invoice.period_end };
  return {
    stripeInvoiceId: invoice.id,
    stripeSubscriptionId: subscription && idOf(subscription),
    number: invoice.number,
    status: toInvoiceStatus(invoice.status),
    currency: invoice.currency,
    totalMinor: invoice.total,
    amountDueMinor: invoice.amount_due,
    amountPaidMinor: invoice.amount_paid,
    attemptCount: invoice.attempt_count,
    nextPaymentAttemptAt: toInstant(invoice.next_payment_attempt),
    // Of a method that this version does not know it is not said that anything is taken.
    collectionMethod: invoice.collection_method === "charge_automatically" ? "charge_automatically" : "send_invoice",
    dueAt: toInstant(invoice.due_date),
    isActionRequired: stalled.has(invoice.id),
    issuedAt: fromUnixSeconds(invoice.created),
    periodStart: fromUnixSeconds(period.start),
    periodEnd: fromUnixSeconds(period.end),
    paidAt: toInstant(invoice.status_transitions.paid_at),
    hostedUrl: invoice.hosted_invoice_url ?? null,
  };
}

const invoiceStatuses = ["draft", "open", "paid", "uncollectible", "void"] as const satisfies InvoiceStatus[];

/** A status that this version does not know is shown as a draft: neither paid nor asked for. */
function toInvoiceStatus(status: string | null): InvoiceStatus {
  return invoiceStatuses.find((known) => known === status) ?? "draft";
}

/** A line of an invoice. Its amount is before discounts, which stand apart; a credit for unused time is negative. */
export function toInvoiceLineFacts(
  stripeInvoiceId: string,
  line: Stripe.InvoiceLineItem,
  book: PriceBook,
): InvoiceLineFacts {
  const priced = pricedAs(line);
  const price = priced ? book.prices.get(priced.price) : undefined;
  const parent = line.parent?.subscription_item_details ?? line.parent?.invoice_item_details ?? null;
  const quantity = line.quantity ?? 1;
  return {
    stripeInvoiceLineId: line.id,
    stripeInvoiceId,
    stripeSubscriptionId: parent?.subscription ?? (line.subscription && idOf(line.subscription)),
    stripePriceId: priced?.price ?? null,
    planKey: priced ? (book.plans.get(priced.product) ?? null) : null,
    priceKey: price?.metadata[stripeMetadata.priceKey] ?? null,
    ...toRhythm(price?.recurring),
    currency: line.currency,
    amountMinor: line.amount,
    discountMinor: (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0),
    unitAmountMinor: toUnitAmount(price, line),
    quantity,
    isProration: parent?.proration ?? false,
    periodStart: fromUnixSeconds(line.period.start),
    periodEnd: fromUnixSeconds(line.period.end),
  };
}

/** The price of one seat in minor units and parts of one; where a price states none its line is shared out. */
export function toUnitAmount(
  price: StatedPrice | undefined,
  line: Pick<Stripe.InvoiceLineItem, "amount" | "quantity">,
): number {
  return statedAmount(price) ?? Number((line.amount / Math.max(1, line.quantity ?? 1)).toFixed(12));
}

const chargeStates = ["succeeded", "failed"] as const;

/** A charge; the invoice that it paid is known from the invoices' payments, for a charge itself does not name it. */
export function toChargeFacts(charge: Stripe.Charge, invoices: Map<string, string>): ChargeFacts {
  const intent = charge.payment_intent && idOf(charge.payment_intent);
  return {
    stripeChargeId: charge.id,
    stripeInvoiceId: invoices.get(charge.id) ?? invoices.get(intent ?? "") ?? null,
    state: chargeStates.find((known) => known === charge.status) ?? "pending",
    currency: charge.currency,
    amountMinor: charge.amount,
    refundedMinor: charge.amount_refunded,
    isDisputed: charge.disputed,
    failureCode: charge.failure_code,
    attemptedAt: fromUnixSeconds(charge.created),
  };
}

const disputeStatuses = [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "appeal_needs_response",
  "appeal_under_review",
  "won",
  "lost",
  "prevented",
] as const satisfies DisputeStatus[];

type ReadDispute = Pick<Stripe.Dispute, "id" | "charge" | "status" | "reason" | "currency" | "amount" | "created"> & {
  balance_transactions: Pick<Stripe.BalanceTransaction, "amount">[];
  evidence_details: Pick<Stripe.Dispute.EvidenceDetails, "due_by">;
};

/** A dispute, and how it stands. Whether the money is gone is read from what was booked, which no status says for certain. */
export function toDisputeFacts(dispute: ReadDispute): DisputeFacts {
  const booked = dispute.balance_transactions;
  const taken = booked.filter(({ amount }) => amount < 0).length;
  const givenBack = booked.filter(({ amount }) => amount > 0).length;
  // Stripe says 0 where the bank takes no evidence.
  const dueBy = dispute.evidence_details.due_by;
  return {
    stripeDisputeId: dispute.id,
    stripeChargeId: idOf(dispute.charge),
    status: disputeStatuses.find((known) => known === dispute.status) ?? "unknown",
    reason: dispute.reason,
    currency: dispute.currency,
    amountMinor: dispute.amount,
    isWithdrawn: taken > givenBack,
    evidenceDueAt: dueBy ? fromUnixSeconds(dueBy) : null,
    openedAt: fromUnixSeconds(dispute.created),
  };
}

/** Which invoice each payment intent or charge was to pay. Invoices are read with their payments. */
export function invoicesByPayment(invoices: Stripe.Invoice[]): Map<string, string> {
  return new Map(
    invoices.flatMap((invoice) =>
      (invoice.payments?.data ?? []).flatMap(({ payment }) =>
        [payment.payment_intent, payment.charge].flatMap((paidBy) =>
          paidBy ? [[idOf(paidBy), invoice.id] as const] : [],
        ),
      ),
    ),
  );
}

/** The payment by which an open invoice is being collected; null where none was begun. */
export function openPaymentIntent({ status, payments }: Stripe.Invoice): string | null {
  if (status !== "open") return null;
  const [begun] = (payments?.data ?? []).flatMap((one) =>
    one.status === "open" ? (one.payment.payment_intent ?? []) : [],
  );
  return begun === undefined ? null : idOf(begun);
}

/**
 * True while only the payer can go on: their bank asks them to confirm. Off-session the bank may also decline for that
 * reason, and trying again without the payer does not help (docs.stripe.com/billing/subscriptions/overview#requires-action).
 */
export function waitsForPayer({ status, last_payment_error }: WaitingIntent): boolean {
  if (status === "requires_action") return true;
  return status === "requires_payment_method" && last_payment_error?.code === "authentication_required";
}

type WaitingIntent = Pick<Stripe.PaymentIntent, "status"> & {
  last_payment_error: Pick<Stripe.PaymentIntent.LastPaymentError, "code"> | null;
};

function idOf(reference: string | { id: string }): string {
  return typeof reference === "string" ? reference : reference.id;
}

function toInstant(seconds: number | null): Date | null {
  return seconds === null ? null : fromUnixSeconds(seconds);
}
