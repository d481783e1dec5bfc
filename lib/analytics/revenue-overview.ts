import { refreshRevenue } from "@/lib/analytics/refresh-revenue";
import { type MonthFigures, type MonthSum, revenueMonths } from "@/lib/analytics/revenue-months";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

const shownMonths = 12;
const toldWaiting = 1_000;
const countedAtOnce = 100;

export type RevenueOverview = {
  /** The currency of all amounts below: the wanted one, else the one with more revenue. Never converted. */
  currency: string;
  /** Every currency there is revenue in, the one with most of it first. */
  currencies: string[];
  /** Twelve months, oldest first; the last is the running one. */
  months: MonthFigures[];
  atRisk: AtRisk;
  /** Business time of the figures. */
  countedAt: Date;
  /** Accounts whose last changes are not in the figures yet, told up to a thousand. */
  waiting: number;
  isMoreWaiting: boolean;
};

/** What is owed right now by subscriptions whose payment failed. */
export type AtRisk = { amountMinor: number; accounts: number };

/**
 * The business at a glance, in one currency. Reads sums of months: as fast with many accounts as with few. A few accounts
 * that wait to be counted are counted first, so that who has just changed something sees it; many are left to the sweep.
 */
export async function getRevenueOverview(wantedCurrency?: string): Promise<RevenueOverview> {
  const countedAt = clock.now();
  if ((await countWaiting()) > 0) await refreshRevenue({ accounts: countedAtOnce });
  const [sums, risks, waiting] = await Promise.all([
    db().revenueMonth.findMany({ where: { count: { not: 0 } } }),
    readAtRisk(),
    countWaiting(),
  ]);
  const all = new Map<string, MonthSum[]>();
  for (const { currency, ...sum } of sums) all.set(currency, [...(all.get(currency) ?? []), sum]);
  const counted = [...all].map(([currency, own]) => ({ currency, months: revenueMonths(own, countedAt, shownMonths) }));
  const mrr = ({ months }: { months: MonthFigures[] }) => months.at(-1)?.closingMinor ?? 0;
  counted.sort((one, other) => mrr(other) - mrr(one) || one.currency.localeCompare(other.currency));
  const shown = counted.find(({ currency }) => currency === wantedCurrency) ?? counted[0];
  const currency = shown?.currency ?? "eur";
  return {
    currency,
    currencies: counted.map((one) => one.currency),
    months: shown?.months ?? revenueMonths([], countedAt, shownMonths),
    atRisk: risks.get(currency) ?? { amountMinor: 0, accounts: 0 },
    countedAt,
    waiting: Math.min(waiting, toldWaiting),
    isMoreWaiting: waiting > toldWaiting,
  };
}

async function countWaiting(): Promise<number> {
  return (await db().staleRevenue.findMany({ take: toldWaiting + 1, select: { accountId: true } })).length;
}

async function readAtRisk(): Promise<Map<string, AtRisk>> {
  const rows = await db().$queryRaw<{ currency: string; amountMinor: number; accounts: bigint }[]>`
    select i.currency, sum(i."amountDueMinor" - i."amountPaidMinor")::float8 as "amountMinor",
      count(distinct i."accountId") as accounts
    from subscription s join invoice i on i."stripeSubscriptionId" = s."stripeSubscriptionId"
    where s.status = 'past_due' and i.status = 'open' and i."amountDueMinor" > i."amountPaidMinor"
    group by i.currency`;
  return new Map(
    rows.map(({ currency, amountMinor, accounts }) => [currency, { amountMinor, accounts: Number(accounts) }]),
  );
}
