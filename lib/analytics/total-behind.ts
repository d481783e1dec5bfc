import type { RevenueList } from "@/lib/analytics/revenue-lists";
import { type MonthFigures, movementKinds } from "@/lib/analytics/revenue-months";
import type { RevenueOverview } from "@/lib/analytics/revenue-overview";

/** What the rows behind a figure must add up to. `amountMinor` is null where rows are only counted. */
export type TotalBehind = { count: number; amountMinor: number | null };

/**
 * What the rows of a list are together. Null where there are none, and for a currency in which nothing was earned: the
 * overview then speaks of another.
 */
export function totalOfRows(rows: {
  list: RevenueList;
  month: Date;
  currency: string;
  overview: RevenueOverview;
}): TotalBehind | null {
  const { list, overview } = rows;
  if (overview.currency !== rows.currency) return null;
  const { accounts: count, amountMinor } = overview.atRisk;
  const figures = overview.months.find(({ month }) => month.getTime() === rows.month.getTime());
  const total = list === "at_risk" ? { count, amountMinor } : figures && totalBehind(list, figures);
  return total && total.count > 0 ? total : null;
}

/** How many rows a month's list has and what they are worth together, from the same sums as the month's figures. */
export function totalBehind(list: Exclude<RevenueList, "at_risk">, figures: MonthFigures): TotalBehind {
  const { movements } = figures;
  switch (list) {
    case "mrr":
      return { count: figures.payingAtEnd, amountMinor: figures.closingMinor };
    case "subscriptions":
      return { count: figures.activeSubscriptions, amountMinor: null };
    case "trial_started":
      return { count: figures.trialsStarted, amountMinor: null };
    case "trial_ended":
      return { count: figures.trialsEnded, amountMinor: null };
    case "trial_converted":
      return { count: figures.trialsConverted, amountMinor: null };
    case "movements":
      return addUp(movementKinds.map((kind) => movements[kind]));
    case "losses":
      return addUp([movements.contraction, movements.churn]);
    default:
      return movements[list];
  }
}

function addUp(sums: { count: number; amountMinor: number }[]): TotalBehind {
  return sums.reduce(
    (total, { count, amountMinor }) => ({ count: total.count + count, amountMinor: total.amountMinor + amountMinor }),
    { count: 0, amountMinor: 0 },
  );
}
