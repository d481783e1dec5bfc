import type { PriceInterval, SubscriptionStatus } from "@/generated/prisma/enums";
import { isRenewing, unbegunStatuses } from "@/lib/billing/subscription-status";

/** A line of an open or paid invoice, as far as recurring revenue goes. Amounts in minor units. */
export type RevenueLine = {
  stripeSubscriptionId: string;
  stripePriceId: string | null;
  stripeInvoiceId: string;
  planKey: string | null;
  /** The price is for so many of these. */
  interval: PriceInterval;
  intervalCount: number;
  currency: string;
  /** Before discounts; negative where unused time is credited. */
  amountMinor: number;
  /** What discounts take off; not negative. */
  discountMinor: number;
  /** Of one seat; a price below the minor unit is a fraction. */
  unitAmountMinor: number;
  quantity: number;
  isProration: boolean;
  periodStart: Date;
  periodEnd: Date;
};

export type RevenueSubscription = {
  stripeSubscriptionId: string;
  status: SubscriptionStatus;
  currency: string;
  planKey: string | null;
  startedAt: Date;
  trialEndsAt: Date | null;
  endedAt: Date | null;
  /** True when an invoice of it was paid with more than nothing. */
  wasPaid: boolean;
};

/** What a subscription is worth a month from an instant on, and the line that says so; none where it ended. */
export type WorthStep = { at: Date; worthMinor: number; line: RevenueLine | null };

const perYear: Record<PriceInterval, number> = { day: 365, week: 52, month: 12, year: 1 };

/**
 * How many months a price is for; a part of one where it is due by the week or day. ChartMogul's definition of MRR divides
 * what is paid by the months it is for (help.chartmogul.com/hc/en-us/articles/203299812) and says nothing of weeks. Here a
 * year has 12 months, 52 weeks or 365 days, so that a week counts 4.33 times a month, as it does at Paddle.
 */
export function monthsOf({ interval, intervalCount }: Pick<RevenueLine, "interval" | "intervalCount">): number {
  return (12 * intervalCount) / perYear[interval];
}

/**
 * What one seat-for-seat line is worth a month, in minor units: unit price × quantity, less the share that its discounts
 * take off, ÷ the months it is for. This is the one place where recurring revenue is rounded: half a unit goes up.
 * Nothing for a line that costs nothing (a trial), or gives something back.
 */
export function monthlyWorth(line: RevenueLine): number {
  if (line.amountMinor <= 0) return 0;
  const fullMinor = line.unitAmountMinor * line.quantity;
  const months = monthsOf(line);
  const paidMinor = Math.max(line.amountMinor - line.discountMinor, 0);
  if (paidMinor === line.amountMinor) return roundHalfUp(fullMinor / months);
  return roundHalfUp((fullMinor * paidMinor) / (line.amountMinor * months));
}

/** Of a price below the minor unit half a unit comes out as 100.49999999999999: the last digits of a number don't count. */
function roundHalfUp(minor: number): number {
  return Math.round(Number(minor.toPrecision(15)));
}

/**
 * How a subscription's monthly worth went, oldest first; only where it changes. A line counts over its own period, up to
 * where a proration credits it. Between two lines, and after the last one, the subscription is worth what it was: a
 * renewal that is late is no loss. All of it ends where the subscription ended; one that is unpaid or paused is worth
 * nothing once what was invoiced has run out.
 */
export function subscriptionWorth(subscription: RevenueSubscription, lines: readonly RevenueLine[]): WorthStep[] {
  if (unbegunStatuses.includes(subscription.status)) return [];
  const spans = withCredits(lines);
  const lastEnd = Math.max(...spans.map(({ end }) => end));
  const stop = subscription.endedAt?.getTime() ?? (isRenewing(subscription.status) ? Infinity : lastEnd);
  const instants = [...new Set([...spans.flatMap(({ start, end }) => [start, end]), stop])]
    .filter((instant) => instant <= stop && Number.isFinite(instant))
    .sort((one, other) => one - other);
  const steps: WorthStep[] = [];
  let worthMinor = 0;
  for (const instant of instants) {
    const covering = spans.filter(({ start, end }) => start <= instant && instant < end);
    const isOver = instant === stop;
    if (covering.length === 0 && !isOver) continue;
    const worthNow = isOver ? 0 : covering.reduce((sum, { line }) => sum + monthlyWorth(line), 0);
    if (worthNow === worthMinor) continue;
    worthMinor = worthNow;
    steps.push({ at: new Date(instant), worthMinor, line: isOver ? null : latest(covering) });
  }
  return steps;
}

type Span = { line: RevenueLine; start: number; end: number };

/**
 * The lines that charge, each cut off where a proration takes it back. Credits find the line that they take back by its
 * price and quantity: as a sum of their own they would be wrong by the discount that the line had. What never counted
 * (a line of a voided invoice) can't be taken back either.
 */
function withCredits(lines: readonly RevenueLine[]): Span[] {
  const inOrder = [...lines].sort((one, other) => one.periodStart.getTime() - other.periodStart.getTime());
  const isCredit = (line: RevenueLine) => line.amountMinor < 0;
  const spans = inOrder
    .filter((line) => !isCredit(line))
    .map((line) => ({ line, start: line.periodStart.getTime(), end: line.periodEnd.getTime() }));
  for (const credit of inOrder.filter(isCredit)) {
    const from = credit.periodStart.getTime();
    const candidates = spans.filter(
      ({ line, start, end }) => start <= from && from < end && line.stripePriceId === credit.stripePriceId,
    );
    const credited = candidates.findLast(({ line }) => line.quantity === credit.quantity) ?? candidates.at(-1);
    if (credited) credited.end = from;
  }
  return spans;
}

/** Of the lines that count now the one that began last and weighs most: it is why the worth has changed. */
function latest(spans: readonly Span[]): RevenueLine | null {
  const sorted = [...spans].sort(
    (one, other) => other.start - one.start || monthlyWorth(other.line) - monthlyWorth(one.line),
  );
  return sorted[0]?.line ?? null;
}
