import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, expect, test, vi } from "vitest";
import { refreshRevenue } from "@/lib/analytics/refresh-revenue";
import { type RevenueList, revenueLists } from "@/lib/analytics/revenue-lists";
import { getRevenueOverview } from "@/lib/analytics/revenue-overview";
import { listRevenueRows } from "@/lib/analytics/revenue-rows";
import { totalBehind } from "@/lib/analytics/total-behind";
import { toPublicId } from "@/lib/core/ids";
import { monthStart } from "@/lib/core/months";
import { addMs, dayMs, secondMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db, pool, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { deleteAccounts } from "@/tests/delete-accounts";
import { subscriptionRow } from "@/tests/subscription-row";

const thisMonth = () => monthStart(clock.now());
const month = (back: number) => addMs(monthStart(thisMonth(), -back), 9 * dayMs);

beforeEach(async () => {
  await deleteAccounts();
  await db().staleRevenue.deleteMany();
});

async function newSubscription(facts: Partial<Parameters<typeof subscriptionRow>[0]> = {}) {
  const { id: accountId } = await db().account.create({ data: { name: "Ada" } });
  return db().subscription.create({ data: subscriptionRow({ accountId, startedAt: month(3), ...facts }) });
}

type Sold = Awaited<ReturnType<typeof newSubscription>>;

function invoiceOf({ accountId, stripeSubscriptionId, currency }: Sold, back: number, unitAmountMinor = 800) {
  const periodStart = month(back);
  const period = { periodStart, periodEnd: month(back - 1) };
  return {
    accountId,
    stripeInvoiceId: `in_${randomUUID()}`,
    stripeSubscriptionId,
    status: "paid" as const,
    currency,
    totalMinor: unitAmountMinor,
    amountDueMinor: unitAmountMinor,
    amountPaidMinor: unitAmountMinor,
    issuedAt: periodStart,
    ...period,
    lines: {
      create: {
        accountId,
        stripeInvoiceLineId: `il_${randomUUID()}`,
        stripeSubscriptionId,
        stripePriceId: "price_pro",
        planKey: "pro",
        interval: "month" as const,
        currency,
        amountMinor: unitAmountMinor,
        unitAmountMinor,
        quantity: 1,
        ...period,
      },
    },
  };
}

const bill = (sold: Sold, back: number, unitAmountMinor?: number) =>
  db().invoice.create({ data: invoiceOf(sold, back, unitAmountMinor) });

const rowsOf = (list: RevenueList, back: number, currency = "eur") =>
  listRevenueRows({ list, currency, month: monthStart(month(back)) });

/** What the triggers keep, and what the rows add up to. */
async function sumsKeptAndReal() {
  const real = await pool().query(`
    select currency, date_trunc('month', at at time zone 'UTC')::date::text as month, kind::text as measure,
      count(*)::int as count, sum("deltaMinor")::float8 as amount from mrr_movement group by 1, 2, 3
    union all select currency, date_trunc('month', at at time zone 'UTC')::date::text, kind::text, count(*)::int, 0
    from subscription_milestone group by 1, 2, 3 order by 1, 2, 3`);
  const kept = await pool().query(`
    select currency, month::text, measure::text, count, "amountMinor"::float8 as amount from revenue_month
    where count <> 0 or "amountMinor" <> 0 order by 1, 2, 3`);
  return [kept.rows, real.rows];
}

test("a change is noted by the database, counted once, and figures and the rows behind them agree", async () => {
  const pays = await newSubscription();
  const leaves = await newSubscription({ status: "canceled", endedAt: month(1), startedAt: month(4) });
  await bill(pays, 3, 600);
  await bill(pays, 2);
  await bill(leaves, 4);
  expect(await refreshRevenue()).toBe(2);
  expect(await refreshRevenue()).toBe(0);

  const { months, currency, waiting } = await getRevenueOverview();
  expect([currency, waiting, months.length, months.at(-1)?.isRunning]).toEqual(["eur", 0, 12, true]);
  expect(months.map(({ closingMinor }) => closingMinor).slice(-6)).toEqual([0, 800, 1_400, 1_600, 800, 800]);
  for (const { openingMinor, movements, closingMinor } of months) {
    const moved = Object.values(movements).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(openingMinor + moved).toBe(closingMinor);
  }
  expect(months.at(-2)).toMatchObject({
    customerChurn: 0.5,
    revenueChurn: 0.5,
    activeSubscriptions: 1,
    payingAtEnd: 1,
  });

  expect((await rowsOf("churn", 1)).data).toMatchObject([
    { accountId: toPublicId("account", leaves.accountId), amountMinor: -800, planKey: "pro", stripeInvoiceId: null },
  ]);
  expect((await rowsOf("movements", 2)).data).toMatchObject([{ kind: "expansion", amountMinor: 200, who: "Ada" }]);
  expect((await rowsOf("mrr", 2)).data.map(({ amountMinor }) => amountMinor)).toEqual([800, 800]);
  expect((await rowsOf("mrr", 0)).data).toMatchObject([{ accountId: toPublicId("account", pays.accountId) }]);
  expect((await rowsOf("subscriptions", 2)).data.length).toBe(2);
  expect((await rowsOf("subscriptions", 1)).data.length).toBe(1);
  expect((await rowsOf("churn", 1, "usd")).data).toEqual([]);
});

test("counting again writes nothing where nothing changed: rows keep their ids", async () => {
  const sold = await newSubscription();
  await bill(sold, 2);
  await refreshRevenue();
  const before = await db().mrrMovement.findMany();
  await db().subscription.update({ where: { id: sold.id }, data: { status: "past_due" } });
  expect(await refreshRevenue()).toBe(1);
  expect(await db().mrrMovement.findMany()).toEqual(before);
});

test("an invoice that is voided afterwards takes its revenue back, and the sums follow", async () => {
  const sold = await newSubscription();
  const invoice = await bill(sold, 2);
  await refreshRevenue();
  await db().invoice.update({ where: { id: invoice.id }, data: { status: "void" } });
  await refreshRevenue();
  expect(await db().mrrMovement.count()).toBe(0);
  const [kept, real] = await sumsKeptAndReal();
  expect(kept).toEqual(real);
});

test("the sums of months say what their rows say, also after an account is gone", async () => {
  const sold = [await newSubscription(), await newSubscription({ currency: "usd" }), await newSubscription()];
  for (const one of sold) for (const back of [3, 2, 1]) await bill(one, back, 500 + back * 100);
  await refreshRevenue();
  await deleteAccounts({ id: sold[0]?.accountId ?? "" });
  const [kept, real] = await sumsKeptAndReal();
  expect(kept?.length).toBeGreaterThan(5);
  expect(kept).toEqual(real);
});

test("several who count at once count each account once, and lose nothing", async () => {
  const sold: Sold[] = [];
  for (let index = 0; index < 12; index += 1) sold.push(await newSubscription());
  for (const one of sold) await bill(one, 2);
  const counted = await Promise.all(Array.from({ length: 6 }, () => refreshRevenue({ accounts: 3 })));
  await refreshRevenue();
  expect(counted.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(12);
  expect(await db().mrrMovement.count()).toBe(12);
  expect((await getRevenueOverview()).months.at(-1)?.closingMinor).toBe(12 * 800);
  const [kept, real] = await sumsKeptAndReal();
  expect(kept).toEqual(real);
});

test("a change that is being made while somebody counts is counted afterwards, never lost", async () => {
  const sold = await newSubscription();
  await bill(sold, 3);
  await transaction(async (tx) => {
    await tx.invoice.create({ data: invoiceOf(sold, 2, 900) });
    expect(await refreshRevenue()).toBe(0);
  });
  expect(await refreshRevenue()).toBe(1);
  expect((await getRevenueOverview()).months.at(-1)?.closingMinor).toBe(900);
});

test("trials are counted in the month in which they end, as converted once somebody pays", async () => {
  const trial = { startedAt: month(3), trialEndsAt: addMs(month(3), 14 * dayMs) };
  const converted = await newSubscription(trial);
  await bill(converted, 2);
  await newSubscription({ ...trial, status: "canceled", endedAt: trial.trialEndsAt });
  await newSubscription({ startedAt: clock.now(), trialEndsAt: addMs(clock.now(), 14 * dayMs), status: "trialing" });
  await refreshRevenue();
  const { months } = await getRevenueOverview();
  const figures = months.find(({ trialsEnded }) => trialsEnded > 0);
  expect(figures).toMatchObject({ trialsEnded: 2, trialsConverted: 1, trialConversion: 0.5, activeSubscriptions: 1 });
  expect(months.at(-1)).toMatchObject({ trialsStarted: 1, trialsEnded: 0, trialConversion: null });
});

test("what Stripe has given up collecting is lost once its period is over, and no longer at risk", async () => {
  const sold = await newSubscription({ status: "unpaid" });
  await db().invoice.create({ data: { ...invoiceOf(sold, 1), status: "open", amountPaidMinor: 0 } });
  await refreshRevenue();
  const { months, atRisk } = await getRevenueOverview();
  expect([months.at(-1)?.closingMinor, atRisk]).toEqual([0, { amountMinor: 0, accounts: 0 }]);
  expect((await rowsOf("at_risk", 0)).data).toEqual([]);
});

test("what past due subscriptions owe is at risk, invoice by invoice; without revenue everything is nothing", async () => {
  expect(await getRevenueOverview()).toMatchObject({ currencies: [], atRisk: { amountMinor: 0, accounts: 0 } });
  const sold = await newSubscription({ status: "past_due" });
  await db().invoice.create({ data: { ...invoiceOf(sold, 1), status: "open", amountPaidMinor: 300 } });
  await db().invoice.create({ data: { ...invoiceOf(sold, 0), status: "void", amountPaidMinor: 0 } });
  await refreshRevenue();
  expect((await getRevenueOverview()).atRisk).toEqual({ amountMinor: 500, accounts: 1 });
  expect((await rowsOf("at_risk", 0)).data).toMatchObject([{ amountMinor: 500, planKey: "pro" }]);
});

test("what a list is said to add up to is what its rows add up to, in every list and month", async () => {
  const pays = await newSubscription();
  for (const [back, price] of [
    [3, 600],
    [2, 900],
    [1, 500],
  ] as const)
    await bill(pays, back, price);
  const leaves = await newSubscription({ status: "canceled", endedAt: month(1), startedAt: month(4) });
  await bill(leaves, 4);
  const trial = { startedAt: month(3), trialEndsAt: addMs(month(3), 14 * dayMs) };
  await bill(await newSubscription(trial), 2);
  await newSubscription({ ...trial, status: "canceled", endedAt: trial.trialEndsAt });
  await refreshRevenue();
  const told = new Set<RevenueList>();
  for (const figures of (await getRevenueOverview()).months) {
    for (const list of revenueLists) {
      if (list === "at_risk") continue;
      const { data } = await listRevenueRows({ list, currency: "eur", month: figures.month });
      const total = totalBehind(list, figures);
      expect([list, total.count]).toEqual([list, data.length]);
      if (total.amountMinor === null) expect(data.every(({ amountMinor }) => amountMinor === null)).toBe(true);
      else
        expect([list, total.amountMinor]).toEqual([list, data.reduce((sum, row) => sum + (row.amountMinor ?? 0), 0)]);
      if (total.count > 0) told.add(list);
    }
  }
  expect(revenueLists.filter((list) => !told.has(list))).toEqual(["reactivation", "at_risk"]);
});

test("a subscription by the quarter is worth a third of its price a month", async () => {
  const sold = await newSubscription({ interval: null, planKey: null });
  await bill(sold, 1, 2_400);
  await db().invoiceLine.updateMany({ data: { interval: "month", intervalCount: 3 } });
  await refreshRevenue();
  const { months } = await getRevenueOverview();
  expect(months.at(-1)).toMatchObject({ closingMinor: 800, payingAtEnd: 1, activeSubscriptions: 1 });
});

test("a price of half a minor unit counts for every seat of ten thousand", async () => {
  await bill(await newSubscription(), 1);
  await db().invoiceLine.updateMany({ data: { unitAmountMinor: 0.5, quantity: 10_000, amountMinor: 5_000 } });
  await refreshRevenue();
  expect((await getRevenueOverview()).months.at(-1)).toMatchObject({ closingMinor: 5_000 });
});

test("revenue beyond 2^31 minor units is counted to the cent, in the figures and in the rows behind them", async () => {
  const sold = await newSubscription();
  await bill(sold, 2, 2_000_000_000);
  await db().invoiceLine.updateMany({ data: { quantity: 3 } });
  await bill(sold, 1, 1_999_999_999);
  await db().subscription.update({ where: { id: sold.id }, data: { status: "canceled", endedAt: month(0) } });
  await refreshRevenue();
  const { months } = await getRevenueOverview();
  expect(months.slice(-3).map(({ closingMinor }) => closingMinor)).toEqual([6_000_000_000, 1_999_999_999, 0]);
  expect((await rowsOf("mrr", 2)).data).toMatchObject([{ amountMinor: 6_000_000_000 }]);
  expect((await rowsOf("contraction", 1)).data).toMatchObject([{ amountMinor: -4_000_000_001 }]);
  await db().staleRevenue.create({ data: { accountId: sold.accountId } });
  const before = await db().mrrMovement.findMany();
  expect(await refreshRevenue()).toBe(1);
  expect(await db().mrrMovement.findMany()).toEqual(before);
});

test("an account that can't be counted keeps its note, and all others are counted", async () => {
  const sold: Sold[] = [];
  for (let index = 0; index < 6; index += 1) sold.push(await newSubscription());
  for (const one of sold) await bill(one, 2);
  const most = 2_147_483_647;
  const broken = await newSubscription();
  const absurd = broken.accountId;
  for (let lines = 0; lines < 3; lines += 1) await bill(broken, 1, most);
  await db().invoiceLine.updateMany({ where: { accountId: absurd, unitAmountMinor: most }, data: { quantity: most } });
  const said = vi.spyOn(logger(), "error");
  // As many as there are, so that it looks for another one when it is through.
  expect(await refreshRevenue({ accounts: 7, patienceMs: 3 * secondMs })).toBe(6);
  expect(said).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ accountId: absurd }), expect.anything());
  expect(await db().staleRevenue.findMany()).toEqual([{ accountId: absurd }]);
  expect((await getRevenueOverview()).months.at(-1)?.closingMinor).toBe(6 * 800);
  await db().invoiceLine.updateMany({ where: { accountId: absurd }, data: { quantity: 1 } });
  expect(await refreshRevenue()).toBe(1);
});

test("while the database refuses to take any note away, whoever counts is told", async () => {
  await bill(await newSubscription(), 1);
  const owner = new pg.Client({ connectionString: process.env.MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused by the test'; end $$;
    create trigger refuse before delete on stale_revenue execute function refuse()`);
  try {
    await expect(refreshRevenue({ patienceMs: 3 * secondMs })).rejects.toThrow("refused by the test");
  } finally {
    await owner.query("drop function refuse cascade");
    await owner.end();
  }
  expect(await refreshRevenue()).toBe(1);
});

test("the currency with more revenue comes first, another is shown when asked for, and none is converted", async () => {
  const euros = await newSubscription();
  const dollars = await newSubscription({ currency: "usd" });
  await bill(euros, 2, 800);
  await bill(dollars, 2, 900);
  await refreshRevenue();
  const closing = async (wanted?: string) => {
    const { currency, months } = await getRevenueOverview(wanted);
    return [currency, months.at(-1)?.closingMinor];
  };
  expect([await closing(), await closing("eur"), await closing("gbp")]).toEqual([
    ["usd", 900],
    ["eur", 800],
    ["usd", 900],
  ]);
});

test("paging shows each row once, in every list", async () => {
  for (let index = 0; index < 5; index += 1) await bill(await newSubscription(), 3);
  await refreshRevenue();
  for (const list of ["new", "mrr", "subscriptions"] as const) {
    const seen: string[] = [];
    let after: string | undefined;
    for (let hasMore = true; hasMore; ) {
      const page = await listRevenueRows({ list, currency: "eur", month: monthStart(month(3)), after, limit: 2 });
      seen.push(...page.data.map(({ accountId }) => accountId));
      after = page.data.at(-1)?.cursor;
      hasMore = page.hasMore;
    }
    expect([list, seen.length, new Set(seen).size]).toEqual([list, 5, 5]);
  }
  for (const after of ["nonsense", `1_${"-".repeat(36)}`, `999999999999999_${randomUUID()}`]) {
    const lost = { list: "new", currency: "eur", month: monthStart(month(3)), after } as const;
    expect((await listRevenueRows(lost)).data.length).toBe(5);
  }
});
