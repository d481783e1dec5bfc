import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { getBilledProfile } from "@/lib/billing/account-profile";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { startCheckout } from "@/lib/billing/checkout";
import { completeCheckoutReturn, requirePaidCheckout } from "@/lib/billing/checkout-return";
import { ensureStripeCustomer, findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { addMs, hourMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db, pool } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld, type Verdict } from "@/tests/billing-world";
import { writtenRefusals } from "@/tests/written-refusals";

let world: BillingWorld;

// Nothing is delivered here: what these guarantees hold on is what Stripe says when asked.
beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

type Buyer = Awaited<ReturnType<BillingWorld["newCustomer"]>>;
const buy = (actor: Buyer, priceKey = "pro_monthly_eur", quantity?: number) =>
  startCheckout({ actor, accountId: actor.accountId, priceKey, quantity, locale: "nl" });

async function sessionsAtStripe(actor: Buyer) {
  const { data } = await stripe().checkout.sessions.list({
    customer: (await findStripeCustomer(actor.accountId)) ?? "",
  });
  return data;
}

async function subscribe(priceKey?: string): Promise<Buyer & { sessionId: string }> {
  const actor = await world.newCustomer();
  const { url } = await buy(actor, priceKey);
  await world.sandbox.payCheckout(url);
  const [session] = await sessionsAtStripe(actor);
  return { ...actor, sessionId: session?.id ?? "" };
}

test("a double click and a second tab get the same page, and Stripe makes one", async () => {
  const actor = await world.newCustomer();
  const pages = await Promise.all([buy(actor), buy(actor), buy(actor), buy(actor)]);
  expect(new Set([...pages, await buy(actor)].map(({ url }) => url)).size).toBe(1);
  expect(await sessionsAtStripe(actor)).toMatchObject([{ status: "open", url: pages[0]?.url, locale: "nl" }]);
  expect(await db().billingCustomer.count({ where: { accountId: actor.accountId } })).toBe(1);
  expect(world.network.log.filter((call) => call === "POST /v1/customers")).toHaveLength(1);
});

test("two callers who decide in the same instant open one page", async () => {
  const actor = await world.newCustomer();
  await ensureStripeCustomer(actor.accountId);
  // Nobody can write a checkout until both have looked whether there is one.
  const blocker = await pool().connect();
  await blocker.query("begin; lock table checkout_session in exclusive mode");
  const pages = [buy(actor), buy(actor)];
  await vi.waitFor(async () => {
    const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    expect((await pool().query(waiting)).rowCount).toBe(2);
  }, 10_000);
  await blocker.query("commit");
  blocker.release();
  const [first, second] = await Promise.all(pages);
  expect(first).toEqual(second);
  expect(await sessionsAtStripe(actor)).toHaveLength(1);
});

test("choosing another price closes the first page at Stripe before the second opens", async () => {
  const actor = await world.newCustomer();
  const first = await buy(actor, "pro_monthly_eur");
  const second = await buy(actor, "team_yearly_usd", 5);
  expect(second.url).not.toBe(first.url);
  expect((await sessionsAtStripe(actor)).map(({ status }) => status).sort()).toEqual(["expired", "open"]);
  const page = await world.sandbox.payCheckout(first.url);
  expect(page.redirectedTo).toBeNull();
});

test("a page that was opened for what the price cost before is closed, and the next one takes what it costs now", async () => {
  const actor = await world.newCustomer();
  const first = await buy(actor);
  await db().checkoutSession.updateMany({ where: { accountId: actor.accountId }, data: { amountMinor: 600 } });
  const second = await buy(actor);
  expect(second.url).not.toBe(first.url);
  expect((await sessionsAtStripe(actor)).map(({ status }) => status).sort()).toEqual(["expired", "open"]);
  expect(await buy(actor)).toEqual(second);
});

test("a checkout page whose price has another tax behavior than the catalogue is closed and not reused", async () => {
  const actor = await world.newCustomer();
  const first = await buy(actor);
  await db().checkoutSession.updateMany({ where: { accountId: actor.accountId }, data: { taxBehavior: "exclusive" } });
  const second = await buy(actor);
  expect(second.url).not.toBe(first.url);
  expect((await sessionsAtStripe(actor)).map(({ status }) => status).sort()).toEqual(["expired", "open"]);
  expect(await buy(actor)).toEqual(second);
});

test("who turns back from the checkout finds the prices as they left them, in their language", async () => {
  const actor = await world.newCustomer();
  await buy(actor, "team_monthly_usd", 3);
  const [session] = await sessionsAtStripe(actor);
  expect(new URL(session?.cancel_url ?? "").pathname).toBe("/nl/pricing");
  expect(new URL(session?.cancel_url ?? "").search).toBe("?interval=month&currency=usd");
});

test("two tabs with different prices at the same time leave one open page", async () => {
  const actor = await world.newCustomer();
  await Promise.all([buy(actor, "pro_monthly_eur"), buy(actor, "pro_yearly_eur"), buy(actor, "team_monthly_eur", 3)]);
  expect((await sessionsAtStripe(actor)).filter(({ status }) => status === "open")).toHaveLength(1);
});

test("a page that was paid in another tab can't become a second subscription", async () => {
  const actor = await subscribe();
  await expect(buy(actor)).rejects.toMatchObject({ code: "already_subscribed" });
  await expect(buy(actor, "team_monthly_eur")).rejects.toMatchObject({ code: "already_subscribed" });
  const { data } = await stripe().subscriptions.list({ customer: (await findStripeCustomer(actor.accountId)) ?? "" });
  expect(data).toHaveLength(1);
});

test("a page that is paid in the very moment it should be closed counts as paid", async () => {
  const actor = await world.newCustomer();
  const { url } = await buy(actor);
  const session = await db().checkoutSession.findFirstOrThrow({ where: { accountId: actor.accountId } });
  world.network.before = async ({ path }): Promise<Verdict> => {
    if (path.endsWith("/expire")) await world.sandbox.payCheckout(url);
    return "pass";
  };
  await expect(buy(actor, "pro_yearly_eur")).rejects.toMatchObject({ code: "already_subscribed" });
  expect(await db().checkoutSession.findUnique({ where: { id: session.id } })).toMatchObject({ state: "complete" });
});

test("a second subscription that came about at Stripe nevertheless is flagged for staff on every look", async () => {
  const actor = await subscribe();
  const customer = (await findStripeCustomer(actor.accountId)) ?? "";
  const [price] = (await stripe().prices.list({ lookup_keys: ["pro_monthly_eur"] })).data;
  const second = await stripe().checkout.sessions.create({
    mode: "subscription",
    customer,
    line_items: [{ price: price?.id ?? "", quantity: 1 }],
    success_url: "https://example.com",
  });
  await world.sandbox.payCheckout(second.url ?? "");
  expect(await syncCustomer(customer)).toBe("several_subscriptions");
  expect(await syncCustomer(customer)).toBe("several_subscriptions");
  expect(await getBillingOverview(actor.accountId)).toMatchObject({ hasSeveralSubscriptions: true, plan: "pro" });
  const found = { accountId: actor.accountId, action: "billing.several_subscriptions_found" };
  expect(await db().auditRecord.count({ where: found })).toBe(1);
});

test("the trial is given once, and never again after a first subscription", async () => {
  const actor = await subscribe();
  await completeCheckoutReturn({ actor, ...actor });
  const first = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  expect(first).toMatchObject({ status: "trialing", planKey: "pro", priceKey: "pro_monthly_eur", amountMinor: 800 });
  await stripe().subscriptions.cancel(first.stripeSubscriptionId);
  await world.sandbox.payCheckout((await buy(actor)).url);
  await syncCustomer((await findStripeCustomer(actor.accountId)) ?? "");
  const second = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId, status: "active" } });
  expect(second.trialEndsAt).toBeNull();
});

test.each(["", "pro", "price_1234", "pro_monthly_gbp", "free_monthly_eur", "__proto__"])(
  "a price that is not on sale (%j) opens nothing",
  async (priceKey) => {
    const actor = await world.newCustomer();
    await expect(buy(actor, priceKey)).rejects.toMatchObject({ code: "unknown_price" });
    expect(world.network.log).toEqual([]);
  },
);

test.each([
  ["another amount", { unit_amount: 1 }],
  ["tax treated otherwise", { tax_behavior: "inclusive" }],
] as const)(
  "a price that Stripe would charge differently than the page shows is not sold: %s",
  async (_what, change) => {
    const [price] = (await stripe().prices.list({ lookup_keys: ["pro_yearly_usd"] })).data;
    const wrong = await stripe().prices.create({
      product: "gatehouse_pro",
      currency: "usd",
      unit_amount: 9_000,
      tax_behavior: "exclusive",
      recurring: { interval: "year" },
      lookup_key: "pro_yearly_usd",
      transfer_lookup_key: true,
      ...change,
    });
    const actor = await world.newCustomer();
    await expect(buy(actor, "pro_yearly_usd")).rejects.toMatchObject({ code: "unavailable" });
    await expect(buy(actor, "pro_yearly_usd")).rejects.toMatchObject({ code: "unavailable" });
    await stripe().prices.update(price?.id ?? "", { lookup_key: "pro_yearly_usd", transfer_lookup_key: true });
    await stripe().prices.update(wrong.id, { active: false });
    expect((await buy(actor, "pro_yearly_usd")).url).toContain("/c/pay/");
  },
);

test.each([
  ["pro_monthly_eur", 2],
  ["team_monthly_eur", 1],
  ["team_monthly_eur", 101],
  ["team_monthly_eur", 2.5],
  ["team_monthly_eur", Number.NaN],
])("%s for %d seats is refused", async (priceKey, quantity) => {
  const actor = await world.newCustomer();
  await expect(buy(actor, priceKey, quantity)).rejects.toMatchObject({ code: "invalid_request", field: "quantity" });
});

test("coming back unpaid gives nothing, whatever the address says", async () => {
  const actor = await world.newCustomer();
  const { url } = await buy(actor);
  const sessionId = url.split("/").at(-1) ?? "";
  expect(await completeCheckoutReturn({ actor, accountId: actor.accountId, sessionId })).toEqual({ state: "open" });
  expect(await db().subscription.count({ where: { accountId: actor.accountId } })).toBe(0);
  await stripe().checkout.sessions.expire(sessionId);
  expect(await completeCheckoutReturn({ actor, accountId: actor.accountId, sessionId })).toEqual({ state: "expired" });
});

test("coming back paid is active at once, without a webhook", async () => {
  const actor = await subscribe("team_monthly_usd");
  expect(await completeCheckoutReturn({ actor, ...actor })).toEqual({ state: "active" });
  expect(await completeCheckoutReturn({ actor, ...actor })).toEqual({ state: "active" });
});

test("somebody else's session, and one that never was, are refused where staff can see it", async () => {
  const owner = await subscribe();
  const thief = await world.newCustomer();
  for (const sessionId of [owner.sessionId, "cs_test_made_up", ""]) {
    await expect(completeCheckoutReturn({ actor: thief, accountId: thief.accountId, sessionId })).rejects.toMatchObject(
      { code: "not_found" },
    );
  }
  expect(await (await writtenRefusals()).findFirst({ where: { accountId: thief.accountId } })).toMatchObject({
    count: 3,
  });
  expect(await db().subscription.count({ where: { accountId: thief.accountId } })).toBe(0);
});

test("a checkout counts as just paid for its own account, once it is paid, and for an hour", async () => {
  const unpaid = await world.newCustomer();
  const openId = (await buy(unpaid)).url.split("/").at(-1) ?? "";
  await expect(requirePaidCheckout(unpaid.accountId, openId)).rejects.toMatchObject({ code: "conflict" });
  const { accountId, sessionId, ...actor } = await subscribe();
  await expect(requirePaidCheckout(accountId, sessionId)).rejects.toMatchObject({ code: "conflict" });
  await completeCheckoutReturn({ actor: { ...actor, accountId }, accountId, sessionId });
  const { id } = await db().checkoutSession.findUniqueOrThrow({ where: { stripeSessionId: sessionId } });
  expect(await requirePaidCheckout(accountId, sessionId)).toBe(id);
  const { accountId: another } = await world.newCustomer();
  await expect(requirePaidCheckout(another, sessionId)).rejects.toMatchObject({ code: "not_found" });
  await db().checkoutSession.update({ where: { id }, data: { settledAt: addMs(clock.now(), -hourMs) } });
  await expect(requirePaidCheckout(accountId, sessionId)).rejects.toMatchObject({ code: "conflict" });
});

test("since when an account pays is its first payment, and a trial is none", async () => {
  const { accountId, sessionId, ...actor } = await subscribe();
  await completeCheckoutReturn({ actor: { ...actor, accountId }, accountId, sessionId });
  const { startedAt } = await db().subscription.findFirstOrThrow({ where: { accountId } });
  const who = { accountId, userId: actor.userId };
  expect(await getBilledProfile(who)).toMatchObject({
    object: "account",
    paid_at: null,
    trial_started_at: startedAt.toISOString(),
  });
  const dates = { issuedAt: startedAt, periodStart: startedAt, periodEnd: startedAt };
  const invoice = {
    accountId,
    status: "paid",
    currency: "eur",
    totalMinor: 800,
    amountDueMinor: 800,
    ...dates,
  } as const;
  const [first, second] = [addMs(startedAt, hourMs), addMs(startedAt, 2 * hourMs)];
  await db().invoice.createMany({
    data: [
      { ...invoice, stripeInvoiceId: `in_${accountId}_2`, amountPaidMinor: 800, paidAt: second },
      { ...invoice, stripeInvoiceId: `in_${accountId}_1`, amountPaidMinor: 800, paidAt: first },
    ],
  });
  expect((await getBilledProfile(who)).paid_at).toBe(first.toISOString());
});

test("cancelling keeps the period that was paid for, can be taken back, and both are in the audit log", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  await cancelAtPeriodEnd(change);
  await cancelAtPeriodEnd(change);
  expect(await db().subscription.findFirst({ where: { accountId: actor.accountId } })).toMatchObject({
    status: "trialing",
    cancelAtPeriodEnd: true,
  });
  await resumeSubscription(change);
  expect(await db().subscription.findFirst({ where: { accountId: actor.accountId } })).toMatchObject({
    cancelAtPeriodEnd: false,
    cancelAt: null,
  });
  const audited = await db().auditRecord.findMany({
    where: { accountId: actor.accountId, action: { startsWith: "subscription." } },
    orderBy: { at: "asc" },
  });
  expect(audited.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["subscription.cancel_requested", actor.userId],
    ["subscription.resume_requested", actor.userId],
  ]);
  const calls = await db().moneyCall.findMany({ where: { accountId: actor.accountId }, orderBy: { createdAt: "asc" } });
  expect(calls.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "create_customer succeeded",
    "create_checkout_session succeeded",
    "cancel_at_period_end succeeded",
    "resume_subscription succeeded",
  ]);
});

test("without a subscription there is nothing to cancel or resume", async () => {
  const actor = await world.newCustomer();
  for (const change of [cancelAtPeriodEnd, resumeSubscription]) {
    await expect(change({ actor, accountId: actor.accountId })).rejects.toMatchObject({ code: "not_found" });
  }
});
