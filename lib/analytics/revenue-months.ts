import type { MrrMovementKind, RevenueMeasure } from "@/generated/prisma/enums";
import { monthStart } from "@/lib/core/months";

/** A sum of one month, as `revenue_month` holds it. */
export type MonthSum = { month: Date; measure: RevenueMeasure; count: number; amountMinor: number };

export const movementKinds = ["new", "expansion", "reactivation", "contraction", "churn"] as const;
export type MovementSums = Record<MrrMovementKind, { count: number; amountMinor: number }>;

export type MonthFigures = {
  month: Date;
  /** True for the month that business time is in: its figures are those up to now. */
  isRunning: boolean;
  /** Monthly recurring revenue before the first instant of the month, in minor units. */
  openingMinor: number;
  /** Losses are negative. */
  movements: MovementSums;
  /** Opening plus all movements. */
  closingMinor: number;
  payingAtStart: number;
  payingAtEnd: number;
  /** Accounts lost ÷ accounts paying at the month's start; null where nobody paid. */
  customerChurn: number | null;
  /** Revenue lost to churn and contraction ÷ opening; null where there was none. */
  revenueChurn: number | null;
  /** Subscriptions that have started and not ended, trials not among them, at the month's end. */
  activeSubscriptions: number;
  trialsStarted: number;
  /** Trials that ended within the month, and of them those that somebody paid after. */
  trialsEnded: number;
  trialsConverted: number;
  /** Converted ÷ ended; null where none ended. */
  trialConversion: number | null;
};

type Sums = Partial<Record<RevenueMeasure, { count: number; amountMinor: number }>>;

/**
 * The figures of the last `months` months up to the one `now` is in, oldest first, from the sums of one currency. In
 * each, opening + new + expansion + reactivation − contraction − churn is closing, which is the next one's opening.
 */
export function revenueMonths(sums: readonly MonthSum[], now: Date, months: number): MonthFigures[] {
  const byMonth = new Map<number, Sums>();
  for (const { month, measure, count, amountMinor } of sums) {
    const known = byMonth.get(month.getTime()) ?? {};
    byMonth.set(month.getTime(), { ...known, [measure]: { count, amountMinor } });
  }
  const first = monthStart(now, 1 - months);
  const standing = { mrrMinor: 0, paying: 0, subscriptions: 0 };
  for (const [month, sum] of byMonth) if (month < first.getTime()) advance(standing, sum);
  return Array.from({ length: months }, (_, index) => {
    const month = monthStart(first, index);
    const sum = byMonth.get(month.getTime()) ?? {};
    const opening = { ...standing };
    advance(standing, sum);
    return figuresOf(month, sum, opening, standing, index === months - 1);
  });
}

type Standing = { mrrMinor: number; paying: number; subscriptions: number };

function advance(standing: Standing, sum: Sums): void {
  const count = (measure: RevenueMeasure) => sum[measure]?.count ?? 0;
  standing.mrrMinor += movementKinds.reduce((total, kind) => total + (sum[kind]?.amountMinor ?? 0), 0);
  standing.paying += count("new") + count("reactivation") - count("churn");
  standing.subscriptions += count("subscription_started") - count("subscription_ended");
}

function figuresOf(month: Date, sum: Sums, opening: Standing, closing: Standing, isRunning: boolean): MonthFigures {
  const none = { count: 0, amountMinor: 0 };
  const movements: MovementSums = {
    new: sum.new ?? none,
    expansion: sum.expansion ?? none,
    reactivation: sum.reactivation ?? none,
    contraction: sum.contraction ?? none,
    churn: sum.churn ?? none,
  };
  const lostMinor = -(movements.churn.amountMinor + movements.contraction.amountMinor);
  const trialsEnded = sum.trial_ended?.count ?? 0;
  const trialsConverted = sum.trial_converted?.count ?? 0;
  return {
    month,
    isRunning,
    openingMinor: opening.mrrMinor,
    movements,
    closingMinor: closing.mrrMinor,
    payingAtStart: opening.paying,
    payingAtEnd: closing.paying,
    customerChurn: share(movements.churn.count, opening.paying),
    revenueChurn: share(lostMinor, opening.mrrMinor),
    activeSubscriptions: closing.subscriptions,
    trialsStarted: sum.trial_started?.count ?? 0,
    trialsEnded,
    trialsConverted,
    trialConversion: share(trialsConverted, trialsEnded),
  };
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
