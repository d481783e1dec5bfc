import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Prisma } from "@/generated/prisma/client";
import type { MoneyCallKind } from "@/generated/prisma/enums";
import { cancelAtPeriodEnd } from "@/lib/billing/change-subscription";
import { startCheckout } from "@/lib/billing/checkout";
import {
  openMoneyCall,
  performMoneyCall,
  recoverMoneyCall,
  sweepMoney,
} from "@/lib/billing/internal/money/money-calls";
import { ensureStripeCustomer, findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db, transaction } from "@/lib/platform/db";
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

function answer(verdict: Verdict, applies: (call: StripeCall) => boolean): void {
  world.network.before = (call) => (applies(call) ? verdict : "pass");
}
const isCheckout = ({ method, path }: StripeCall) => method === "POST" && path === "/v1/checkout/sessions";
const isCustomer = ({ method, path }: StripeCall) => method === "POST" && path === "/v1/customers";
const isListing = ({ method, path }: StripeCall) => method === "GET" && path === "/v1/checkout/sessions";
const isSubscription = ({ path }: StripeCall) => path.startsWith("/v1/subscriptions/");

function callsOf(actor: Buyer, kind: MoneyCallKind) {
  return db().moneyCall.findMany({ where: { accountId: actor.accountId, kind }, orderBy: { createdAt: "asc" } });
}

async function sessionsAtStripe(actor: Buyer) {
  return (await stripe().checkout.sessions.list({ customer: (await findStripeCustomer(actor.accountId)) ?? "" })).data;
}

test.each([
  ["create_checkout_session", isCheckout],
  ["create_customer", isCustomer],
] as const)(
  "an error that Stripe keeps under the key of %s does not keep the account from buying",
  async (kind, applies) => {
    const actor = await world.newCustomer();
    answer("fail", applies);
    await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable" });
    world.calm();
    const { url } = await buy(actor);
    expect(await callsOf(actor, kind)).toMatchObject([
      { state: "refused", errorCode: "never_made" },
      { state: "succeeded" },
    ]);
    expect(await sessionsAtStripe(actor)).toMatchObject([{ status: "open", url }]);
  },
);

test("a call whose key was used for other parameters, and that made nothing, is given up", async () => {
  const actor = await world.newCustomer();
  answer("down", isCheckout);
  await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable" });
  answer({ status: 400, type: "idempotency_error" }, isCheckout);
  await sweepMoney();
  expect(await callsOf(actor, "create_checkout_session")).toMatchObject([
    { state: "refused", errorCode: "never_made" },
  ]);
  world.calm();
  await buy(actor);
  expect(await sessionsAtStripe(actor)).toHaveLength(1);
});

test.each<[string, Verdict, (call: StripeCall) => boolean]>([
  ["a repeat whose key is in use this moment", { status: 409, type: "idempotency_error" }, isCheckout],
  ["a repeat that is not let in", { status: 401, type: "invalid_request_error" }, isCheckout],
  ["a repeat that is forbidden", { status: 403, type: "invalid_request_error" }, isCheckout],
  ["a repeat that came too often", { status: 429, type: "invalid_request_error" }, isCheckout],
  ["a look that is not let in", { status: 401, type: "invalid_request_error" }, isListing],
  ["a look that is refused", { status: 400, type: "invalid_request_error" }, isListing],
])("%s proves nothing: the call stays unknown", async (_title, verdict, applies) => {
  const actor = await world.newCustomer();
  // Where only the look fails the page was made: whoever gives up there opens a second one.
  answer(applies === isListing ? "lose_answer" : "down", isCheckout);
  await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable" });
  answer(verdict, applies);
  await expect(recoverMoneyCall((await callsOf(actor, "create_checkout_session"))[0]?.id ?? "")).rejects.toMatchObject({
    code: "stripe_unavailable",
  });
  expect(await callsOf(actor, "create_checkout_session")).toMatchObject([{ state: "unknown" }]);
});

test("a lost call about something that Stripe no longer knows is given up", async () => {
  const actor = await world.newCustomer();
  await world.sandbox.payCheckout((await buy(actor)).url);
  await syncAccount(actor.accountId);
  answer("down", ({ method, path }) => method === "POST" && isSubscription({ method, path }));
  await expect(cancelAtPeriodEnd({ actor, accountId: actor.accountId })).rejects.toMatchObject({
    code: "stripe_unavailable",
  });
  answer({ status: 404, type: "invalid_request_error", code: "resource_missing" }, isSubscription);
  await sweepMoney();
  expect(await callsOf(actor, "cancel_at_period_end")).toMatchObject([
    { state: "refused", errorCode: "resource_missing" },
  ]);
});

test("a sender whose minute is over writes nothing once another has taken the call over", async () => {
  const actor = await world.newCustomer();
  await ensureStripeCustomer(actor.accountId);
  const { accountId } = actor;
  const open = () =>
    transaction(async (tx) => {
      const checkout = await tx.checkoutSession.create({ data: { accountId, priceKey: "pro_monthly_eur" } });
      return openMoneyCall(tx, { accountId, kind: "create_checkout_session", subject: checkout.id });
    });
  const call = await open();
  const takeOver = () => db().moneyCall.update({ where: { id: call.id }, data: { attempts: { increment: 1 } } });
  const late = { id: "cs_late", url: "https://example.com", status: "open", expiresAt: new Date() };
  await expect(performMoneyCall(call, async () => (await takeOver()) && late)).rejects.toMatchObject({
    code: "lease_lost",
  });
  const refuse = async () => {
    await takeOver();
    return stripe().checkout.sessions.create({ mode: "subscription", success_url: "nowhere" });
  };
  await expect(performMoneyCall(call, async () => ({ ...late, id: (await refuse()).id }))).rejects.toMatchObject({
    code: "lease_lost",
  });
  expect(await callsOf(actor, "create_checkout_session")).toMatchObject([
    { state: "pending", errorCode: null, stripeObjectId: null },
  ]);
  expect(await db().checkoutSession.findMany({ where: { accountId } })).toMatchObject([
    { state: "creating", stripeSessionId: null },
  ]);
  answer("down", isCheckout);
  await expect(performMoneyCall(call)).rejects.toMatchObject({ code: "stripe_unavailable" });
  expect(await callsOf(actor, "create_checkout_session")).toMatchObject([{ state: "pending" }]);
});

test("calls that stay stuck keep none behind them waiting, and are asked about less and less often", async () => {
  // Calls that the tests before this one left without an answer must not fall due in the midst of it.
  const others = { state: { in: ["pending", "unknown"] } } satisfies Prisma.MoneyCallWhereInput;
  await db().moneyCall.updateMany({ where: others, data: { nextAttemptAt: new Date(Date.now() + 3_600_000) } });
  const stranger = await world.newCustomer();
  const stuck = { accountId: stranger.accountId, kind: "refund_charge", state: "unknown", attempts: 1 } as const;
  const createdAt = new Date(Date.now() - 3_600_000);
  await db().moneyCall.createMany({
    data: Array.from({ length: 45 }, (_, index) => ({ ...stuck, subject: `ch_${index}`, amountMinor: 1, createdAt })),
  });
  const actor = await world.newCustomer();
  answer("down", isCheckout);
  await expect(buy(actor)).rejects.toMatchObject({ code: "stripe_unavailable" });
  answer({ status: 401, type: "invalid_request_error" }, ({ path }) => path === "/v1/refunds");
  await sweepMoney();
  expect(await callsOf(actor, "create_checkout_session")).toMatchObject([{ state: "succeeded" }]);
  // Their next attempts lie ahead: a sweep before that leaves them alone, and each one that tries puts them off further.
  const stuckOnes = { accountId: stranger.accountId, state: "unknown" } as const;
  const msUntilNext = async () => {
    const next = await db().moneyCall.findFirstOrThrow({ where: stuckOnes, orderBy: { nextAttemptAt: "asc" } });
    return next.nextAttemptAt.getTime() - Date.now();
  };
  const first = await msUntilNext();
  expect(first).toBeGreaterThan(0);
  expect(await sweepMoney()).toBe(0);
  await db().moneyCall.updateMany({ where: stuckOnes, data: { nextAttemptAt: new Date() } });
  expect(await sweepMoney()).toBe(45);
  expect(await msUntilNext()).toBeGreaterThan(first);
  await db().moneyCall.deleteMany({ where: stuckOnes });
});

test("a call whose look-up fails with an error of ours is settled, instead of being retried for ever", async () => {
  const actor = await world.newCustomer();
  await ensureStripeCustomer(actor.accountId);
  const call = await db().moneyCall.create({
    data: { accountId: actor.accountId, kind: "tell_customer_address", subject: actor.accountId, state: "unknown" },
  });
  await db().membership.deleteMany({ where: { accountId: actor.accountId } });
  await sweepMoney();
  expect(await db().moneyCall.findUnique({ where: { id: call.id } })).toMatchObject({
    state: "refused",
    errorCode: "not_found",
  });
});
