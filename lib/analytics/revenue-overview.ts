import { type MonthFigures, type MonthSum, revenueMonths } from "@/lib/analytics/revenue-months";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

const shownMonths = 12;
/** How many waiting accounts are told apart; beyond it is "more than". */
const countedWaiting = 1_000;

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
  /** Accounts whose last changes are not in the figures yet; at most 1,000 are told. */
  waiting: number;
};

/** What is owed right now by subscriptions whose payment failed. */
export type AtRisk = { amountMinor: number; accounts: number };

/** The business at a glance, in one currency. Reads sums of months: as fast with many accounts as with few. */
export async function getRevenueOverview(wantedCurrency?: string): Promise<RevenueOverview> {
  const countedAt = clock.now();
  const [sums, risks, waiting] = await Promise.all([
    db().revenueMonth.findMany({ where: { count: { not: 0 } } }),
    readAtRisk(),
    db().staleRevenue.findMany({ take: countedWaiting, select: { accountId: true } }),
  ]);
  const all = new Map<string, MonthSum[]>();
  for (const { currency, amountMinor, ...sum } of sums) {
    all.set(currency, [...(all.get(currency) ?? []), { ...sum, amountMinor: Number(amountMinor) }]);
  }
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
    waiting: waiting.length,
  };
}

async function readAtRisk(): Promise<Map<string, AtRisk>> {
  const rows = await db().$queryRaw<{ currency: string; amountMinor: bigint; accounts: bigint }[]>`
    select i.currency, sum(i."amountDueMinor" - i."amountPaidMinor") as "amountMinor",
      count(distinct i."accountId") as accounts
    from subscription s join invoice i on i."stripeSubscriptionId" = s."stripeSubscriptionId"
    where s.status = 'past_due' and i.status = 'open' and i."amountDueMinor" > i."amountPaidMinor"
    group by i.currency`;
  return new Map(
    rows.map(({ currency, amountMinor, accounts }) => [
      currency,
      { amountMinor: Number(amountMinor), accounts: Number(accounts) },
    ]),
  );
}
