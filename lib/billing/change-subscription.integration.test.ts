import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import { openBillingPortal } from "@/lib/billing/billing-portal";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { startCheckout } from "@/lib/billing/checkout";
import { sweepMoney } from "@/lib/billing/internal/money/money-calls";
import { sweepOverdue } from "@/lib/billing/internal/sync/sweep-overdue";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld, type Verdict } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

type Buyer = Awaited<ReturnType<BillingWorld["newCustomer"]>>;

async function subscribe(): Promise<Buyer> {
  const actor = await world.newCustomer();
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  await world.sandbox.payCheckout(url);
  await syncAccount(actor.accountId);
  return actor;
}

/** Presses "cancel" on Stripe's own page, which ends a subscription by date and leaves the flag alone. */
async function cancelOnBillingPage(actor: Buyer): Promise<void> {
  const { url } = await openBillingPortal({ actor, accountId: actor.accountId });
  const subscription = (await subscriptionsOf(actor))[0]?.stripeSubscriptionId ?? "";
  await fetch(url, {
    method: "POST",
    body: new URLSearchParams({ action: "cancel", subscription }),
    redirect: "manual",
  });
  expect(await stripe().subscriptions.retrieve(subscription)).toMatchObject({
    cancel_at_period_end: false,
    cancel_at: expect.any(Number),
  });
}

function subscriptionsOf({ accountId }: Buyer) {
  return db().subscription.findMany({ where: { accountId }, orderBy: { startedAt: "asc" } });
}

function breakChanges(verdict: Verdict): void {
  world.network.before = ({ method, path }) =>
    method === "POST" && path.startsWith("/v1/subscriptions/") ? verdict : "pass";
}

const changesSent = () => world.network.log.filter((call) => call.startsWith("POST /v1/subscriptions/"));

test("a cancellation on Stripe's own page can be taken back on ours, and is not asked for twice", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  await cancelOnBillingPage(actor);
  world.calm();
  await cancelAtPeriodEnd(change);
  expect(changesSent()).toEqual([]);
  expect(await getBillingOverview(actor.accountId)).toMatchObject({ endsAt: expect.any(Date), nextCharge: null });
  await resumeSubscription(change);
  expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAtPeriodEnd: false, cancelAt: null }]);
  await cancelAtPeriodEnd(change);
  await resumeSubscription(change);
  await resumeSubscription(change);
  expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAtPeriodEnd: false, cancelAt: null }]);
  expect(changesSent()).toHaveLength(3);
});

test("a change that was made is reported as made although the sync after it fails, and the copy follows", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  for (const [act, isEnding] of [
    [cancelAtPeriodEnd, true],
    [resumeSubscription, false],
  ] as const) {
    world.network.before = ({ path }) =>
      path.startsWith("/v1/customers") ? { status: 401, type: "invalid_request_error" } : "pass";
    await act(change);
    expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAtPeriodEnd: !isEnding }]);
    await db().moneyCall.updateMany({ data: { settledAt: new Date(Date.now() - 120_000) }, where: { copiedAt: null } });
    world.calm();
    await sweepOverdue();
    expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAtPeriodEnd: isEnding }]);
  }
});

test("what is to be changed is found out from the subscriptions alone, and the customer is read whole once, afterwards", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  const [held] = await subscriptionsOf(actor);
  const before = async (act: typeof cancelAtPeriodEnd) => {
    world.calm();
    await act(change);
    const sent = world.network.log.findIndex((call) => call.startsWith("POST "));
    expect(world.network.log.filter((call) => call === "GET /v1/invoices")).toHaveLength(1);
    return world.network.log.slice(0, sent);
  };
  expect(await before(cancelAtPeriodEnd)).toEqual(["GET /v1/subscriptions"]);
  const own = `GET /v1/subscriptions/${held?.stripeSubscriptionId}`;
  expect(await before(resumeSubscription)).toEqual(["GET /v1/subscriptions", own]);
});

test("whoever cancels what has ended at Stripe meanwhile hears that there is nothing left, and then sees so", async () => {
  const actor = await subscribe();
  const [held] = await subscriptionsOf(actor);
  await stripe().subscriptions.cancel(held?.stripeSubscriptionId ?? "");
  for (const act of [cancelAtPeriodEnd, resumeSubscription]) {
    await expect(act({ actor, accountId: actor.accountId })).rejects.toMatchObject({ code: "not_found" });
  }
  expect(changesSent()).toEqual([]);
  expect(await subscriptionsOf(actor)).toMatchObject([{ status: "canceled" }]);
});

test("a resumption goes by how Stripe's own page has cancelled since we last looked", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  await cancelOnBillingPage(actor);
  expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAt: null }]);
  await resumeSubscription(change);
  expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAtPeriodEnd: false, cancelAt: null }]);
  await cancelAtPeriodEnd(change);
  expect(await getBillingOverview(actor.accountId)).toMatchObject({ endsAt: expect.any(Date) });
});

test("a resumption that never arrived is not taken for done because the flag was never set", async () => {
  const actor = await subscribe();
  await cancelOnBillingPage(actor);
  breakChanges("down");
  await expect(resumeSubscription({ actor, accountId: actor.accountId })).rejects.toMatchObject({
    code: "stripe_unavailable",
  });
  world.calm();
  await sweepMoney();
  expect(changesSent()).toHaveLength(1);
  await syncAccount(actor.accountId);
  expect(await subscriptionsOf(actor)).toMatchObject([{ cancelAtPeriodEnd: false, cancelAt: null }]);
});

test("a lost cancellation is found done when Stripe's own page has done it meanwhile", async () => {
  const actor = await subscribe();
  breakChanges("down");
  await expect(cancelAtPeriodEnd({ actor, accountId: actor.accountId })).rejects.toMatchObject({
    code: "stripe_unavailable",
  });
  world.calm();
  await cancelOnBillingPage(actor);
  await sweepMoney();
  expect(changesSent()).toEqual([]);
  const call = { accountId: actor.accountId, kind: "cancel_at_period_end" } as const;
  expect(await db().moneyCall.findFirst({ where: call })).toMatchObject({ state: "succeeded" });
});

test("of two subscriptions both can be cancelled, one after the other, and both resumed", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  const [price] = (await stripe().prices.list({ lookup_keys: ["pro_monthly_eur"] })).data;
  const second = await stripe().checkout.sessions.create({
    mode: "subscription",
    customer: (await findStripeCustomer(actor.accountId)) ?? "",
    line_items: [{ price: price?.id ?? "", quantity: 1 }],
    success_url: "https://example.com",
  });
  await world.sandbox.payCheckout(second.url ?? "");
  const endings = async () => (await subscriptionsOf(actor)).map((row) => row.cancelAtPeriodEnd);
  await cancelAtPeriodEnd(change);
  expect((await endings()).sort()).toEqual([false, true]);
  // The page goes on speaking of the one that still takes money, so that it offers to cancel that too.
  expect(await getBillingOverview(actor.accountId)).toMatchObject({ endsAt: null, hasSeveralSubscriptions: true });
  await cancelAtPeriodEnd(change);
  expect(await endings()).toEqual([true, true]);
  await cancelAtPeriodEnd(change);
  await resumeSubscription(change);
  await resumeSubscription(change);
  expect(await endings()).toEqual([false, false]);
});
