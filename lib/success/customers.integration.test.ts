import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { SubscriptionStatus } from "@/generated/prisma/enums";
import { ensureUser } from "@/lib/accounts/users";
import { planKeys } from "@/lib/catalog/plans";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import { grantPlan } from "@/lib/entitlements/grants";
import { paymentGraceMs, renewalGraceMs } from "@/lib/entitlements/judge-claim";
import { db, transaction } from "@/lib/platform/db";
import type { CustomerFilter } from "@/lib/success/customer-filter";
import { getCustomer } from "@/lib/success/get-customer";
import { type CustomerRow, countProblems, listCustomers } from "@/lib/success/list-customers";
import { customerTimeline } from "@/tests/customer-timeline";
import { deleteAccounts } from "@/tests/delete-accounts";
import { newPerson } from "@/tests/oauth-dance";
import { subscriptionRow } from "@/tests/subscription-row";

const emails = ["anna@example.com", "anna.b@example.com", "bert_1@example.com", "bertx1@example.com"];
let ids: string[] = [];

beforeAll(async () => {
  const accounts: string[] = [];
  for (const email of emails) {
    const user = await transaction((tx) => ensureUser(tx, { email, locale: "en" }));
    accounts.push((await db().membership.findFirstOrThrow({ where: { userId: user.id } })).accountId);
  }
  ids = accounts.map((accountId) => toPublicId("account", accountId));
});

/** Everyone on the list, page by page. */
async function listAll(filter: CustomerFilter) {
  const rows: CustomerRow[] = [];
  for (let hasMore = true; hasMore; ) {
    const page = await listCustomers({ ...filter, limit: 20, after: rows.at(-1)?.id });
    rows.push(...page.data);
    hasMore = page.hasMore;
  }
  return rows;
}

const found = async (search: string) => (await listCustomers({ search })).data.map(({ email }) => email);

test("customers are found by the beginning of their address, in any case, and by their id", async () => {
  expect(await found("ANNA")).toEqual(["anna.b@example.com", "anna@example.com"]);
  expect(await found(ids[2] ?? "")).toEqual(["bert_1@example.com"]);
});

test("customers are found by any part of a name or an address, and by the number of an invoice", async () => {
  const { id: userId } = await transaction((tx) => ensureUser(tx, { email: "paula@shop.example", locale: "en" }));
  await db().user.update({ where: { id: userId }, data: { name: "Paula Pastdue" } });
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  await db().account.update({ where: { id: accountId }, data: { name: "The Corner Bakery" } });
  const at = new Date();
  await db().invoice.create({
    data: {
      ...{ accountId, stripeInvoiceId: `in_${randomUUID()}`, number: "8A1F2C3D-0007", status: "paid", currency: "eur" },
      ...{ totalMinor: 800, amountDueMinor: 800, amountPaidMinor: 800, issuedAt: at, periodStart: at, periodEnd: at },
    },
  });
  for (const part of ["Pastdue", "ULA PAST", "corner bak", "@shop.exa", "8a1f2c3d-0007", "8A1F2C3D-0007"])
    expect([part, await found(part)]).toEqual([part, ["paula@shop.example"]]);
  for (const other of ["Past%due", "8A1F2C3D-0008", "_orner", "zz"])
    expect([other, await found(other)]).toEqual([other, []]);
  await db().user.delete({ where: { id: userId } });
  await deleteAccounts({ id: accountId });
});

test("an underscore, a percent sign and a wrong id match nothing but themselves", async () => {
  expect(await found("bert_")).toEqual(["bert_1@example.com"]);
  expect(await found("%")).toEqual([]);
  expect(await found("acc_nonsense")).toEqual([]);
  expect(await found("cus_nobody")).toEqual([]);
});

test("paging shows each customer once, newest first", async () => {
  const seen: string[] = [];
  let after: string | undefined;
  for (let hasMore = true; hasMore; ) {
    const page = await listCustomers({ limit: 3, after });
    seen.push(...page.data.map(({ id }) => id));
    after = page.data.at(-1)?.id;
    hasMore = page.hasMore;
  }
  expect(seen).toEqual([...ids].reverse());
  expect((await listCustomers({ limit: 1, after: "acc_nonsense" })).data[0]?.id).toBe(seen[0]);
});

test("each filter finds whom it names and nobody else", async () => {
  const accountIds = ids.map((id) => fromPublicId("account", id));
  const [payer = "", leaver = "", debtor = ""] = accountIds;
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  const startedAt = day(-10);
  await db().subscription.createMany({
    data: [
      subscriptionRow({ accountId: payer, startedAt }),
      subscriptionRow({
        accountId: leaver,
        stripeSubscriptionId: "sub_leaver",
        planKey: "team",
        interval: "year",
        currency: "usd",
        startedAt,
        cancelAtPeriodEnd: true,
        currentPeriodEnd: day(5),
      }),
      subscriptionRow({ accountId: debtor, startedAt, status: "past_due" }),
      subscriptionRow({ accountId: debtor, startedAt }),
    ],
  });
  const waiting = await db().account.create({ data: { claimEmail: "waiting@example.com", createdAt: day(-400) } });
  const matching = async (filter: CustomerFilter) =>
    (await listCustomers(filter)).data.map(({ id }) => accountIds.indexOf(fromPublicId("account", id))).sort();
  expect(await matching({ status: "past_due" })).toEqual([2]);
  expect(await matching({ status: "none", joinedSince: day(-1) })).toEqual([3]);
  expect(await matching({ plan: "pro" })).toEqual([0, 2]);
  expect(await matching({ plan: "team", interval: "year", currency: "usd" })).toEqual([1]);
  expect(await matching({ interval: "month", currency: "usd" })).toEqual([]);
  expect(await matching({ problem: "past_due" })).toEqual([2]);
  expect(await matching({ problem: "several" })).toEqual([2]);
  expect(await matching({ problem: "ends_soon" })).toEqual([1]);
  expect(await matching({ search: "sub_leaver" })).toEqual([1]);
  expect(await listCustomers({ problem: "unclaimed" })).toMatchObject({
    data: [{ id: toPublicId("account", waiting.id), email: "waiting@example.com", isUnclaimed: true }],
  });
  expect(await found("wait")).toEqual(["waiting@example.com"]);
  expect((await listCustomers({ order: "oldest", limit: 1 })).data[0]?.email).toBe("waiting@example.com");
  expect(await countProblems()).toEqual({ past_due: 1, ends_soon: 1, unclaimed: 1 });
  await db().subscription.deleteMany();
});

test("a customer found by the plan filter has that plan on their row, in every state, within grace and after it", async () => {
  const now = Date.now();
  const at = (ms: number) => new Date(now + ms);
  const [minute, day] = [60_000, 86_400_000];
  const statuses = Object.values(SubscriptionStatus);
  const ends = [-20 * day, -renewalGraceMs - minute, -renewalGraceMs + minute, -minute, minute, 20 * day];
  const made: string[] = [];
  const make = async (subscriptions: Partial<Parameters<typeof subscriptionRow>[0]>[], isClosed = false) => {
    const { id: accountId } = await db().account.create({ data: { closedAt: isClosed ? new Date() : null } });
    made.push(accountId);
    for (const subscription of subscriptions)
      await db().subscription.create({
        data: subscriptionRow({ accountId, startedAt: at(-40 * day), ...subscription }),
      });
    return accountId;
  };
  for (const status of statuses) {
    for (const end of ends) {
      for (const more of [{}, { cancelAtPeriodEnd: true }, { cancelAt: at(-minute) }, { endedAt: at(-minute) }]) {
        const currentPeriodStart = at(end - 30 * day);
        await make([{ status, currentPeriodStart, currentPeriodEnd: at(end), planKey: "pro", ...more }]);
      }
    }
  }
  for (const planKey of ["gold", null, "team"]) await make([{ planKey, currentPeriodEnd: at(day) }]);
  await make([{ planKey: "pro" }, { planKey: "team" }]);
  await make([
    { planKey: "pro", status: "canceled" },
    { planKey: "team", status: "past_due" },
  ]);
  await make([{ planKey: "pro", currentPeriodEnd: at(day) }], true);
  for (const issued of [-paymentGraceMs - minute, -paymentGraceMs + minute]) {
    const accountId = await make([{ planKey: "pro", status: "past_due", currentPeriodStart: at(-minute) }]);
    const { stripeSubscriptionId } = await db().subscription.findFirstOrThrow({ where: { accountId } });
    await db().invoice.create({
      data: {
        ...{ accountId, stripeSubscriptionId, stripeInvoiceId: `in_${randomUUID()}`, status: "open", currency: "eur" },
        ...{ totalMinor: 800, amountDueMinor: 800, amountPaidMinor: 0, issuedAt: at(issued), periodStart: at(issued) },
        periodEnd: at(issued + 30 * day),
      },
    });
  }
  for (const [startsAt, endsAt, revokedAt] of [
    [-day, null, null],
    [-day, day, null],
    [-day, -minute, null],
    [day, null, null],
    [-day, null, -minute],
  ]) {
    const grant = { planKey: "team", reason: "a test", startsAt: at(startsAt ?? 0) };
    const ends = { endsAt: endsAt ? at(endsAt) : null, revokedAt: revokedAt ? at(revokedAt) : null };
    await db().grant.create({ data: { accountId: await make([]), ...grant, ...ends } });
  }
  const everybody = await listAll({});
  const byPlan = await Promise.all(planKeys.map(async (plan) => [plan, await listAll({ plan })] as const));
  for (const [plan, rows] of byPlan)
    expect([plan, rows.map(({ id }) => id)]).toEqual([
      plan,
      everybody.filter((row) => row.plan === plan).map(({ id }) => id),
    ]);
  expect(byPlan.map(([, rows]) => rows.length).every((count) => count > 1)).toBe(true);
  await deleteAccounts({ id: { in: made } });
});

test("one customer's page shows what they have and who did what", async () => {
  const id = ids[0] ?? "";
  const account = await db().account.findFirstOrThrow({
    where: { memberships: { some: { user: { email: "anna@example.com" } } } },
  });
  const actor = { kind: "staff", userId: randomUUID(), role: "support" } as const;
  await transaction((tx) =>
    grantPlan(tx, { actor, accountId: account.id, plan: "pro", reason: "a test", endsAt: null }),
  );
  const customer = await getCustomer(id);
  expect(customer).toMatchObject({
    id,
    people: [{ email: "anna@example.com", role: "owner" }],
    stripeCustomerId: null,
  });
  expect(customer.decision).toMatchObject({ plan: "pro", status: "granted" });
  expect(customer.grants).toMatchObject([{ planKey: "pro", reason: "a test" }]);
  expect((await customerTimeline(customer.subject)).data[0]).toMatchObject({
    kind: "staff",
    reason: "a test",
    sentence: { code: "entitlements.audit.grant.given", values: { plan: { plan: "pro" } } },
  });
});

test("what is said of an invoice and of its payments leads to the invoice, as far as we hold it", async () => {
  const { id: userId } = await newPerson();
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  const at = new Date();
  const stripeInvoiceId = `in_${randomUUID()}`;
  await db().invoice.create({
    data: {
      ...{ accountId, stripeInvoiceId, status: "paid", currency: "eur", totalMinor: 800, amountDueMinor: 800 },
      ...{ amountPaidMinor: 800, issuedAt: at, periodStart: at, periodEnd: at, paidAt: at },
    },
  });
  const pay = (stripeChargeId: string, of: string | null) =>
    db().charge.create({
      data: {
        ...{ accountId, stripeChargeId, stripeInvoiceId: of, state: "succeeded", currency: "eur", amountMinor: 800 },
        attemptedAt: at,
      },
    });
  await pay(`ch_${randomUUID()}`, stripeInvoiceId);
  await pay("ch_of_no_invoice", null);
  await pay("ch_of_an_unknown_invoice", `in_${randomUUID()}`);
  const { subject, billing } = await getCustomer(toPublicId("account", accountId));
  expect(billing.invoices).toMatchObject([{ stripeInvoiceId }]);
  const { data } = await customerTimeline(subject, { kinds: ["money"] });
  const page = `/staff/invoices/${stripeInvoiceId}`;
  expect(data.map(({ source, href }) => [source, href])).toEqual([
    ["charge", null],
    ["charge", null],
    ["charge", page],
    ["invoice_paid", page],
    ["invoice_issued", page],
  ]);
});

test("what an account pays a month is shown in each currency, as it stands now", async () => {
  const accountId = fromPublicId("account", ids[3] ?? "");
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  const move = (currency: string, days: number, afterMinor: number) =>
    db().mrrMovement.create({
      data: { accountId, currency, at: day(days), kind: "expansion", deltaMinor: 1, afterMinor },
    });
  await move("usd", -60, 900);
  await move("eur", -40, 600);
  await move("eur", -30, 800);
  // What was invoiced of a subscription that is unpaid runs out in a while.
  await move("eur", 3, 0);
  const { money } = await getCustomer(ids[3] ?? "");
  expect(money.map(({ currency, mrrMinor }) => [currency, mrrMinor])).toEqual([
    ["eur", 800],
    ["usd", 900],
  ]);
});

test("an account whose figures are still to be counted is said to be so, until they are", async () => {
  const accountId = fromPublicId("account", ids[3] ?? "");
  const isCounting = async () => (await getCustomer(ids[3] ?? "")).isCounting;
  await db().staleRevenue.upsert({ where: { accountId }, create: { accountId }, update: {} });
  expect(await isCounting()).toBe(true);
  await db().staleRevenue.deleteMany({ where: { accountId } });
  expect(await isCounting()).toBe(false);
});

test("an address that begins like an id of Stripe is found all the same", async () => {
  for (const email of ["in_between@example.com", "acc_ident@example.com"]) {
    await transaction((tx) => ensureUser(tx, { email, locale: "en" }));
    expect(await found(email)).toEqual([email]);
    expect(await found(email.slice(0, 5))).toEqual([email]);
  }
});

test("a cursor that somebody made up starts over", async () => {
  const { subject } = await getCustomer(ids[0] ?? "");
  const first = await customerTimeline(subject);
  expect(first.data.length).toBeGreaterThan(0);
  for (const cursor of [
    "1.audit.nonsense",
    "999999999999999.event.evt_1",
    "1.charge.11111111-1111-1111-1111-11111111111",
  ]) {
    expect(await customerTimeline(subject, { cursor })).toEqual(first);
  }
});

test("an id that names nobody is refused as such", async () => {
  await expect(getCustomer(toPublicId("account", randomUUID()))).rejects.toMatchObject({ code: "not_found" });
  await expect(getCustomer("nonsense")).rejects.toMatchObject({ code: "not_found" });
});
