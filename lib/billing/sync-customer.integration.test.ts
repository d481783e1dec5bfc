import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { completeCheckoutReturn } from "@/lib/billing/checkout-return";
import { sweepInbox } from "@/lib/billing/inbox";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

type Buyer = Awaited<ReturnType<BillingWorld["newCustomer"]>>;
const buy = (actor: Buyer, priceKey = "pro_monthly_eur") =>
  startCheckout({ actor, accountId: actor.accountId, priceKey });

async function subscribe(): Promise<Buyer> {
  const actor = await world.newCustomer();
  await world.sandbox.payCheckout((await buy(actor)).url);
  await syncAccount(actor.accountId);
  return actor;
}

const subscriptionsOf = ({ accountId }: Buyer) =>
  db().subscription.findMany({ where: { accountId }, orderBy: { startedAt: "asc" } });
const customerOf = ({ accountId }: Buyer) => db().billingCustomer.findUniqueOrThrow({ where: { accountId } });

test("a customer deleted at Stripe loses the subscription, and the account can buy again at once", async () => {
  const actor = await subscribe();
  const deleted = (await findStripeCustomer(actor.accountId)) ?? "";
  await stripe().customers.del(deleted);
  await world.sandbox.payCheckout((await buy(actor)).url);
  await syncAccount(actor.accountId);
  expect(await findStripeCustomer(actor.accountId)).not.toBe(deleted);
  expect(await subscriptionsOf(actor)).toMatchObject([{ status: "canceled" }, { status: "active" }]);
});

test("a page that was open for a customer deleted at Stripe does not stand in the way of the next", async () => {
  const actor = await world.newCustomer();
  await buy(actor);
  await stripe().customers.del((await findStripeCustomer(actor.accountId)) ?? "");
  await syncAccount(actor.accountId);
  expect(await customerOf(actor)).toMatchObject({ stripeCustomerId: null, leaseUntil: null });
  await buy(actor);
  const checkouts = await db().checkoutSession.findMany({ where: { accountId: actor.accountId } });
  expect(checkouts.map(({ state }) => state).sort()).toEqual(["expired", "open"]);
});

test("a customer that Stripe never heard of, as with the key of another account, costs nobody anything", async () => {
  const actor = await subscribe();
  const { stripeCustomerId } = await customerOf(actor);
  world.network.before = ({ path }) => {
    if (path.startsWith("/v1/customers/")) {
      return { status: 404, type: "invalid_request_error", code: "resource_missing" };
    }
    const lists = ["/v1/subscriptions", "/v1/invoices"].includes(path);
    return lists ? { status: 400, type: "invalid_request_error", code: "resource_missing" } : "pass";
  };
  await expect(syncAccount(actor.accountId)).rejects.toMatchObject({ code: "unavailable" });
  expect(await subscriptionsOf(actor)).toMatchObject([{ status: "trialing", endedAt: null }]);
  expect(await customerOf(actor)).toMatchObject({ stripeCustomerId });
});

test.each([401, 403, 429, 500])(
  "a look that Stripe answers with %i is no crash, and changes nothing",
  async (status) => {
    const actor = await world.newCustomer();
    const { url } = await buy(actor);
    await world.sandbox.payCheckout(url);
    world.network.before = () => ({ status, type: status === 500 ? "api_error" : "invalid_request_error" });
    await expect(syncAccount(actor.accountId)).rejects.toMatchObject({ code: "stripe_unavailable" });
    const sessionId = url.split("/").at(-1) ?? "";
    expect(await completeCheckoutReturn({ actor, accountId: actor.accountId, sessionId })).toEqual({
      state: "processing",
    });
  },
);

test("a long queue of events is worked off in one sweep, five customers at a time", async () => {
  // Rows of customers that Stripe does not know: each is one look, and ends as ignored.
  await db().webhookEvent.createMany({
    data: Array.from({ length: 120 }, (_, index) => ({
      stripeEventId: `evt_queued_${index}`,
      type: "invoice.paid",
      stripeCustomerId: `cus_stranger_${index}`,
      livemode: false,
      payload: "{}",
      occurredAt: new Date(),
      nextAttemptAt: new Date(0),
    })),
  });
  let inFlight = 0;
  let most = 0;
  world.network.before = () => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    return "pass";
  };
  world.network.after = async () => {
    inFlight -= 1;
  };
  expect(await sweepInbox()).toBe(120);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(5);
  expect(await db().webhookEvent.count({ where: { state: "ignored" } })).toBe(120);
});
