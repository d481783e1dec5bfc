import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { db, transaction } from "@/lib/platform/db";
import { deleteAccounts } from "@/tests/delete-accounts";
import { subscriptionRow } from "@/tests/subscription-row";

/** Two accounts with a subscription, an invoice and a line each; only what happens then is noted. */
const [ada, bo] = [randomUUID(), randomUUID()];
const period = { periodStart: new Date("2026-01-01T00:00:00Z"), periodEnd: new Date("2026-02-01T00:00:00Z") };

const subscriptionOf = (accountId: string, stripeSubscriptionId = `sub_${accountId}`) =>
  subscriptionRow({ accountId, stripeSubscriptionId, startedAt: period.periodStart });
const invoiceOf = (accountId: string, id = `in_${accountId}`) => ({
  ...({
    accountId,
    stripeInvoiceId: id,
    stripeSubscriptionId: `sub_${accountId}`,
    status: "open",
    currency: "eur",
  } as const),
  ...{ totalMinor: 800, amountDueMinor: 800, amountPaidMinor: 0, issuedAt: period.periodStart, ...period },
});
const lineOf = (accountId: string, invoiceId: string, id = `il_${accountId}`) => ({
  ...{ accountId, invoiceId, stripeInvoiceLineId: id, stripeSubscriptionId: `sub_${accountId}`, currency: "eur" },
  ...({ interval: "month", amountMinor: 800, unitAmountMinor: 800, quantity: 1, ...period } as const),
});

beforeEach(async () => {
  await deleteAccounts();
  for (const id of [ada, bo]) {
    await db().account.create({ data: { id, name: "Ada" } });
    await db().subscription.create({ data: subscriptionOf(id) });
    const invoice = await db().invoice.create({ data: invoiceOf(id) });
    await db().invoiceLine.create({ data: lineOf(id, invoice.id) });
  }
  await db().staleRevenue.deleteMany();
});

async function addLine() {
  const { id } = await db().invoice.findFirstOrThrow(mine);
  return db().invoiceLine.create({ data: lineOf(ada, id, "il_new") });
}

const mine = { where: { accountId: ada } };
const changes: [string, () => Promise<unknown>, string[]][] = [
  ["a subscription begins", () => db().subscription.create({ data: subscriptionOf(ada, "sub_new") }), [ada]],
  ["a subscription is removed", () => db().subscription.deleteMany(mine), [ada]],
  ["its status changes", () => db().subscription.updateMany({ ...mine, data: { status: "past_due" } }), [ada]],
  ["it ends", () => db().subscription.updateMany({ ...mine, data: { endedAt: period.periodEnd } }), [ada]],
  [
    "its plan changes and nothing else",
    () => db().subscription.updateMany({ ...mine, data: { planKey: "team" } }),
    [ada],
  ],
  ["its plan is unknown now", () => db().subscription.updateMany({ ...mine, data: { planKey: null } }), [ada]],
  [
    "its trial is made longer",
    () => db().subscription.updateMany({ ...mine, data: { trialEndsAt: period.periodEnd } }),
    [ada],
  ],
  ["its currency is another", () => db().subscription.updateMany({ ...mine, data: { currency: "usd" } }), [ada]],
  [
    "it began at another time",
    () => db().subscription.updateMany({ ...mine, data: { startedAt: period.periodEnd } }),
    [ada],
  ],
  [
    "its seats change, which its lines will say",
    () => db().subscription.updateMany({ ...mine, data: { quantity: 3 } }),
    [],
  ],
  ["it is written as it was", () => db().subscription.updateMany({ ...mine, data: { status: "active" } }), []],
  ["an invoice without lines", () => db().invoice.create({ data: invoiceOf(ada, "in_new") }), []],
  ["an invoice is paid", () => db().invoice.updateMany({ ...mine, data: { status: "paid" } }), [ada]],
  [
    "an invoice gets an address",
    () => db().invoice.updateMany({ ...mine, data: { hostedUrl: "https://example.com" } }),
    [],
  ],
  ["an invoice is removed with its lines", () => db().invoice.deleteMany(mine), [ada]],
  ["an invoice gets a line", addLine, [ada]],
  ["a line changes", () => db().invoiceLine.updateMany({ ...mine, data: { discountMinor: 100 } }), [ada]],
  ["a line is removed", () => db().invoiceLine.deleteMany(mine), [ada]],
  ["lines of several in one statement", () => db().invoiceLine.updateMany({ data: { quantity: 2 } }), [ada, bo]],
  ["several are paid in one statement", () => db().invoice.updateMany({ data: { status: "paid" } }), [ada, bo]],
  [
    "a subscription goes to another account",
    () => db().subscription.updateMany({ ...mine, data: { accountId: bo } }),
    [ada, bo],
  ],
  [
    "a line goes to another account",
    () => db().invoiceLine.updateMany({ ...mine, data: { accountId: bo } }),
    [ada, bo],
  ],
  ["no row is met", () => db().subscription.deleteMany({ where: { accountId: randomUUID() } }), []],
  ["an account is deleted behind all it has", () => deleteAccounts({ id: ada }), [ada]],
];

test.each(changes)("%s: exactly those are counted again whose figures depend on it", async (_what, change, whose) => {
  await change();
  const noted = (await db().staleRevenue.findMany()).map(({ accountId }) => accountId);
  expect(noted.sort()).toEqual([...whose].sort());
});

test("a note that is there already is taken by whoever notes it again, so that no count can miss the change", async () => {
  await db().invoiceLine.updateMany({ ...mine, data: { quantity: 2 } });
  await transaction(async (tx) => {
    await tx.invoiceLine.updateMany({ ...mine, data: { quantity: 3 } });
    const free = await db().$queryRaw<unknown[]>`select "accountId" from stale_revenue for update skip locked`;
    expect(free).toEqual([]);
  });
});
