import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { completeCheckoutReturn } from "@/lib/billing/checkout-return";
import { sweepInbox } from "@/lib/billing/inbox";
import { toSubscriptionFacts } from "@/lib/billing/internal/sync/stripe-facts";
import { ensureStripeCustomer, findStripeCustomer } from "@/lib/billing/stripe-customer";
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

test("lines and charges say what Stripe says: a declined payment, its recovery and a refund", async () => {
  const actor = await subscribe();
  const customer = (await findStripeCustomer(actor.accountId)) ?? "";
  const declining = await stripe().paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
  const setDefault = (method: string) =>
    stripe().customers.update(customer, { invoice_settings: { default_payment_method: method } });
  await setDefault(declining.id);
  const [trial] = await subscriptionsOf(actor);
  await stripe().subscriptions.update(trial?.stripeSubscriptionId ?? "", { default_payment_method: declining.id });
  await world.sandbox.advanceBy(14 * 86_400 + 60);
  await syncAccount(actor.accountId);
  const failed = await db().charge.findMany({ where: { accountId: actor.accountId } });
  expect(failed).toMatchObject([{ state: "failed", failureCode: "card_declined", amountMinor: 800 }]);

  const open = await db().invoice.findFirstOrThrow({ where: { accountId: actor.accountId, status: "open" } });
  await stripe().invoices.pay(open.stripeInvoiceId, { payment_method: "pm_card_visa" });
  const paid = await stripe().charges.list({ customer, limit: 1 });
  await stripe().refunds.create({ charge: paid.data[0]?.id ?? "", amount: 300 });
  await syncAccount(actor.accountId);
  const charges = await db().charge.findMany({ where: { accountId: actor.accountId }, orderBy: { state: "asc" } });
  expect(charges).toMatchObject([
    { state: "succeeded", refundedMinor: 300, stripeInvoiceId: open.stripeInvoiceId },
    { state: "failed", stripeInvoiceId: open.stripeInvoiceId },
  ]);
  const lines = await db().invoiceLine.findMany({
    where: { accountId: actor.accountId },
    orderBy: { periodStart: "asc" },
  });
  expect(lines).toMatchObject([
    { amountMinor: 0, planKey: "pro", interval: "month" },
    {
      ...{ invoiceId: open.id, stripeSubscriptionId: trial?.stripeSubscriptionId, isProration: false },
      ...{
        planKey: "pro",
        priceKey: "pro_monthly_eur",
        interval: "month",
        unitAmountMinor: 800,
        amountMinor: 800,
      },
    },
  ]);
});

test.each([
  ["month", 3],
  ["week", 2],
] as const)(
  "a line of a price by the %s, %d at a time, says so, though its subscription has no word for it",
  async (interval, count) => {
    const actor = await world.newCustomer();
    const customer = await ensureStripeCustomer(actor.accountId);
    const method = await stripe().paymentMethods.attach("pm_card_visa", { customer });
    const recurring = { interval, interval_count: count };
    const { id: product } = await stripe().products.create({ name: "Gatehouse by the quarter" });
    const price = await stripe().prices.create({
      currency: "eur",
      unit_amount: 2_400,
      recurring,
      product,
    });
    const items = [{ price: price.id, quantity: 2 }];
    await stripe().subscriptions.create({ customer, items, default_payment_method: method.id });
    await syncAccount(actor.accountId);
    expect(await subscriptionsOf(actor)).toMatchObject([{ status: "active", interval: null }]);
    const lines = await db().invoiceLine.findMany({ where: { accountId: actor.accountId } });
    expect(lines).toMatchObject([{ interval, intervalCount: count, unitAmountMinor: 2_400, quantity: 2 }]);
    expect(await syncAccount(actor.accountId)).toBe("unchanged");
  },
);

test("an amount beyond 2^31 minor units, as rupiahs reach, is read to the last unit", async () => {
  const actor = await world.newCustomer();
  const customer = await ensureStripeCustomer(actor.accountId);
  const { id: product } = await stripe().products.create({ name: "Gatehouse for a whole company" });
  const recurring = { interval: "year" as const };
  const price = await stripe().prices.create({ currency: "idr", unit_amount: 99_999_999, recurring, product });
  const items = [{ price: price.id, quantity: 999 }];
  await stripe().subscriptions.create({ customer, items, collection_method: "send_invoice", days_until_due: 30 });
  await syncAccount(actor.accountId);
  const amount = 99_899_999_001;
  const invoices = await db().invoice.findMany({ where: { accountId: actor.accountId }, include: { lines: true } });
  expect(invoices).toMatchObject([{ totalMinor: amount, amountDueMinor: amount, lines: [{ amountMinor: amount }] }]);
  expect(await syncAccount(actor.accountId)).toBe("unchanged");
  const parts = db().invoice.updateMany({ where: { accountId: actor.accountId }, data: { totalMinor: 0.5 } });
  await expect(parts).rejects.toThrow(/integer|BigInt/i);
});

test("more than ten lines and a discount are read whole, and what leaves a draft leaves us", async () => {
  const actor = await subscribe();
  const customer = (await findStripeCustomer(actor.accountId)) ?? "";
  const coupon = await stripe().coupons.create({ percent_off: 25, duration: "once" });
  const draft = await stripe().invoices.create({
    ...{ customer, currency: "eur", auto_advance: false, pending_invoice_items_behavior: "exclude" },
    discounts: [{ coupon: coupon.id }],
  });
  const items = [];
  for (let number = 1; number <= 12; number += 1) {
    items.push(await stripe().invoiceItems.create({ customer, invoice: draft.id, amount: 400, currency: "eur" }));
  }
  await syncAccount(actor.accountId);
  const linesOfDraft = () => db().invoiceLine.findMany({ where: { invoice: { stripeInvoiceId: draft.id } } });
  const before = await linesOfDraft();
  expect(before).toHaveLength(12);
  expect(before[0]).toMatchObject({ amountMinor: 400, discountMinor: 100, planKey: null, stripePriceId: null });

  await stripe().invoiceItems.del(items[0]?.id ?? "");
  await syncAccount(actor.accountId);
  expect(await linesOfDraft()).toHaveLength(11);
  await stripe().invoices.del(draft.id);
  await syncAccount(actor.accountId);
  expect(await db().invoice.findUnique({ where: { stripeInvoiceId: draft.id } })).toBeNull();
  expect(await linesOfDraft()).toEqual([]);
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

test("of a subscription whose price is below the minor unit we hold that price, and not that it is free", async () => {
  const actor = await subscribe();
  const [{ stripeSubscriptionId = "" } = {}] = await subscriptionsOf(actor);
  const real = await stripe().subscriptions.retrieve(stripeSubscriptionId);
  const items = real.items.data.map((item) => ({
    ...item,
    price: { ...item.price, unit_amount: null, unit_amount_decimal: Stripe.Decimal.from("0.25") },
  }));
  const cheap = { ...real, items: { ...real.items, data: items } };
  const [facts] = toSubscriptionFacts(cheap, { prices: new Map(), plans: new Map() });
  expect(facts).toMatchObject({ amountMinor: 0.25 });
  await db().subscription.update({ where: { stripeSubscriptionId }, data: { amountMinor: facts?.amountMinor } });
  expect(await subscriptionsOf(actor)).toMatchObject([{ amountMinor: 0.25 }]);
});
