import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { MoneyCallKind } from "@/generated/prisma/enums";
import { openBillingPortal } from "@/lib/billing/billing-portal";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { startCheckout } from "@/lib/billing/checkout";
import { sweepMoney } from "@/lib/billing/internal/money/money-calls";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, type StripeCall, startBillingWorld, type Verdict } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

type Buyer = Awaited<ReturnType<BillingWorld["newCustomer"]>>;
const buy = (actor: Buyer) => startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });

/** Breaks the line for some requests: Stripe gets them and we never hear of it, or they never arrive. */
function breakLine(verdict: Exclude<Verdict, "pass">, applies: (call: StripeCall) => boolean): void {
  world.network.before = (call) => (applies(call) ? verdict : "pass");
}
const isCheckout = ({ method, path }: StripeCall) => method === "POST" && path === "/v1/checkout/sessions";
const isCustomer = ({ method, path }: StripeCall) => method === "POST" && path === "/v1/customers";
const isChange = ({ method, path }: StripeCall) => method === "POST" && path.startsWith("/v1/subscriptions/");

async function callOf(actor: Buyer, kind: MoneyCallKind) {
  return db().moneyCall.findFirstOrThrow({
    where: { accountId: actor.accountId, kind },
    orderBy: { createdAt: "desc" },
  });
}

async function sessionsAtStripe(actor: Buyer) {
  return (await stripe().checkout.sessions.list({ customer: (await findStripeCustomer(actor.accountId)) ?? "" })).data;
}

async function subscribe(): Promise<Buyer> {
  const actor = await world.newCustomer();
  await world.sandbox.payCheckout((await buy(actor)).url);
  await syncAccount(actor.accountId);
  return actor;
}

test.each(["lose_answer", "down"] as const)(
  "a checkout that fails by %s is settled by the janitor with one effect",
  async (verdict) => {
    const actor = await world.newCustomer();
    breakLine(verdict, isCheckout);
    await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable", status: 503 });
    expect(await callOf(actor, "create_checkout_session")).toMatchObject({ state: "unknown", stripeObjectId: null });
    world.calm();
    await sweepMoney();
    const [session, ...others] = await sessionsAtStripe(actor);
    expect(others).toEqual([]);
    expect(await callOf(actor, "create_checkout_session")).toMatchObject({
      state: "succeeded",
      stripeObjectId: session?.id,
    });
    expect(await buy(actor)).toEqual({ url: session?.url });
  },
);

test("trying again after a lost answer finds the page that was made, without waiting for the janitor", async () => {
  const actor = await world.newCustomer();
  breakLine("lose_answer", isCheckout);
  await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  const { url } = await buy(actor);
  expect(await sessionsAtStripe(actor)).toMatchObject([{ status: "open", url }]);
});

test("a customer whose making was lost on the way is not made twice", async () => {
  const actor = await world.newCustomer();
  breakLine("lose_answer", isCustomer);
  await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  await Promise.all([buy(actor), buy(actor), sweepMoney()]);
  const made: string[] = [];
  for await (const { id, metadata } of stripe().customers.list({ limit: 100 })) {
    if (metadata.gatehouse_account === `acc_${actor.accountId.replaceAll("-", "")}`) made.push(id);
  }
  expect(made).toEqual([await findStripeCustomer(actor.accountId)]);
});

test("a process that dies after sending leaves a call that the janitor finishes, once its minute is over", async () => {
  const actor = await world.newCustomer();
  await buy(actor);
  const checkout = await db().checkoutSession.findFirstOrThrow({ where: { accountId: actor.accountId } });
  const call = await callOf(actor, "create_checkout_session");
  // The state before the last transaction, which the process did not live to commit.
  await db().checkoutSession.update({
    where: { id: checkout.id },
    data: { state: "creating", url: null, stripeSessionId: null },
  });
  const sent = { state: "pending", stripeObjectId: null, settledAt: null } as const;
  await db().moneyCall.update({ where: { id: call.id }, data: { ...sent, leaseUntil: new Date(Date.now() + 60_000) } });
  await sweepMoney();
  expect(await callOf(actor, "create_checkout_session")).toMatchObject(sent);
  await db().moneyCall.update({ where: { id: call.id }, data: { leaseUntil: new Date(0) } });
  await Promise.all([sweepMoney(), sweepMoney()]);
  expect(await db().checkoutSession.findUnique({ where: { id: checkout.id } })).toMatchObject({
    state: "open",
    url: checkout.url,
    stripeSessionId: checkout.stripeSessionId,
  });
  expect(await sessionsAtStripe(actor)).toHaveLength(1);
});

test("a cancellation whose answer was lost is found done and not sent again", async () => {
  const actor = await subscribe();
  breakLine("lose_answer", isChange);
  await expect(cancelAtPeriodEnd({ actor, accountId: actor.accountId })).rejects.toMatchObject({
    code: "stripe_unavailable",
  });
  world.calm();
  await sweepMoney();
  expect(await callOf(actor, "cancel_at_period_end")).toMatchObject({ state: "succeeded" });
  expect(world.network.log.filter((call) => call.startsWith("POST"))).toEqual([]);
});

test("a cancellation that never arrived is not sent after the customer chose to stay", async () => {
  const actor = await subscribe();
  const change = { actor, accountId: actor.accountId };
  breakLine("down", isChange);
  await expect(cancelAtPeriodEnd(change)).rejects.toMatchObject({ code: "stripe_unavailable" });
  const lost = await callOf(actor, "cancel_at_period_end");
  world.calm();
  // Another cancellation went through and was taken back since.
  await cancelAtPeriodEnd(change);
  await resumeSubscription(change);
  await db().moneyCall.update({ where: { id: lost.id }, data: { state: "unknown", leaseUntil: null } });
  await sweepMoney();
  expect(await db().moneyCall.findUnique({ where: { id: lost.id } })).toMatchObject({
    state: "refused",
    errorCode: "abandoned",
  });
  const { stripeSubscriptionId } = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  expect(await stripe().subscriptions.retrieve(stripeSubscriptionId)).toMatchObject({ cancel_at_period_end: false });
});

test("what Stripe refuses is written down as refused and changes nothing", async () => {
  const actor = await subscribe();
  const { stripeSubscriptionId } = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  world.network.before = async ({ method, path }): Promise<Verdict> => {
    // Ended at Stripe in the moment between our look and our request.
    if (method === "POST" && path.endsWith(stripeSubscriptionId)) await endAtStripe(stripeSubscriptionId);
    return "pass";
  };
  await expect(cancelAtPeriodEnd({ actor, accountId: actor.accountId })).rejects.toMatchObject({ code: "conflict" });
  expect(await callOf(actor, "cancel_at_period_end")).toMatchObject({ state: "refused" });
});

test("Stripe's billing page opens for who pays, and is never opened again by the janitor", async () => {
  const actor = await subscribe();
  const visit = { actor, accountId: actor.accountId, locale: "nl" } as const;
  expect((await openBillingPortal(visit)).url).toMatch(/^http/);
  breakLine("down", ({ path }) => path.startsWith("/v1/billing_portal"));
  await expect(openBillingPortal(visit)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  await sweepMoney();
  expect(await callOf(actor, "create_portal_session")).toMatchObject({ state: "refused", errorCode: "abandoned" });
  const stranger = await world.newCustomer();
  const theirs = { ...visit, accountId: stranger.accountId };
  await expect(openBillingPortal(theirs)).rejects.toMatchObject({ code: "forbidden" });
  await expect(openBillingPortal({ ...theirs, actor: stranger })).rejects.toMatchObject({ code: "not_found" });
});

async function endAtStripe(stripeSubscriptionId: string): Promise<void> {
  await fetch(`${world.sandbox.url}/v1/subscriptions/${stripeSubscriptionId}`, {
    method: "DELETE",
    headers: { Authorization: "Bearer sk_test_gatehouse_demo" },
  });
}
