import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import { openBillingPortal } from "@/lib/billing/billing-portal";
import { startCheckout } from "@/lib/billing/checkout";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import type { PriceKey } from "@/lib/catalog/prices";
import { addMs, hourMs } from "@/lib/core/time";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterEach(() => world.calm());
afterAll(() => world.stop());

/** Somebody who bought this and is in their free days, and what their page says of the next payment. */
async function buyer(priceKey: PriceKey, quantity?: number) {
  const actor = await world.newCustomer();
  const { accountId } = actor;
  await world.sandbox.payCheckout((await startCheckout({ actor, accountId, priceKey, quantity })).url);
  await syncAccount(accountId);
  const { stripeSubscriptionId } = await db().subscription.findFirstOrThrow({ where: { accountId } });
  const customer = (await findStripeCustomer(accountId)) ?? "";
  const next = async () => {
    await syncAccount(accountId);
    return (await getBillingOverview(accountId)).nextCharge;
  };
  return { actor, accountId, customer, stripeSubscriptionId, next };
}

/** Lets time pass until the next payment is made. Returns what was charged. */
async function letRenew({ accountId, next }: Awaited<ReturnType<typeof buyer>>) {
  const { at } = (await next()) ?? {};
  if (!at) throw new Error("Nothing is charged next.");
  await world.sandbox.advanceTo(addMs(at, 2 * hourMs));
  await syncAccount(accountId);
  return db().invoice.findFirstOrThrow({ where: { accountId }, orderBy: { issuedAt: "desc" } });
}

test("who has a discount reads what is charged, and pays that", async () => {
  const person = await buyer("pro_monthly_eur");
  const { id: coupon } = await stripe().coupons.create({ percent_off: 25, duration: "forever" });
  await stripe().subscriptions.update(person.stripeSubscriptionId, { discounts: [{ coupon }] });
  expect(await person.next()).toMatchObject({ amountMinor: 600, basis: "reduced" });
  expect(await letRenew(person)).toMatchObject({ status: "paid", amountPaidMinor: 600 });
});

test("who got credit by giving back seats pays less until it is used up", async () => {
  const person = await buyer("team_monthly_eur", 5);
  expect(await person.next()).toMatchObject({ amountMinor: 10_000, basis: "list_price" });
  await letRenew(person);
  const page = (await openBillingPortal(person)).url;
  const [price] = (await stripe().prices.list({ lookup_keys: ["team_monthly_eur"], active: true })).data;
  const fields = { action: "switch", subscription: person.stripeSubscriptionId, price: price?.id ?? "", quantity: "2" };
  await fetch(page, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  const foreseen = await person.next();
  expect(foreseen).toMatchObject({ basis: "reduced" });
  expect(foreseen?.amountMinor).toBeLessThan(4_000);
  expect(await letRenew(person)).toMatchObject({ status: "paid", amountPaidMinor: foreseen?.amountMinor });
});

test("who got seats at Stripe in between pays for the rest of the period as well", async () => {
  const person = await buyer("team_monthly_eur", 3);
  await letRenew(person);
  await world.sandbox.advanceBy(10 * 86_400);
  const { items } = await stripe().subscriptions.retrieve(person.stripeSubscriptionId);
  await stripe().subscriptionItems.update(items.data[0]?.id ?? "", { quantity: 5 });
  const foreseen = await person.next();
  expect(foreseen).toMatchObject({ basis: "raised" });
  expect(foreseen?.amountMinor).toBeGreaterThan(10_000);
  expect(await letRenew(person)).toMatchObject({ amountPaidMinor: foreseen?.amountMinor });
});

test("while collecting is paused nothing is announced, and once it goes on the payment is", async () => {
  const person = await buyer("pro_monthly_eur");
  const set = (pause_collection: { behavior: "void" } | "") =>
    stripe().subscriptions.update(person.stripeSubscriptionId, { pause_collection });
  await set({ behavior: "void" });
  expect(await person.next()).toBeNull();
  await set("");
  expect(await person.next()).toMatchObject({ amountMinor: 800 });
});

test("Stripe is asked about the next invoice where price and seats don't say it, and of nobody else", async () => {
  const [plain, owing] = [await buyer("pro_monthly_eur"), await buyer("pro_monthly_eur")];
  await stripe().customers.update(owing.customer, { balance: 150 });
  const asked: string[] = [];
  world.network.before = ({ path }) => {
    if (path === "/v1/invoices/create_preview") asked.push(path);
    return "pass";
  };
  expect(await plain.next()).toMatchObject({ amountMinor: 800, basis: "list_price" });
  expect(asked).toHaveLength(0);
  expect(await owing.next()).toMatchObject({ amountMinor: 950, basis: "raised" });
  expect(asked).toHaveLength(1);
});

test("a key that may not ask, or an invoice that can't be foreseen, leaves the amount open and the rest as it is", async () => {
  const person = await buyer("pro_monthly_eur");
  await stripe().customers.update(person.customer, { balance: -300 });
  for (const status of [403, 400]) {
    world.network.before = ({ path }) =>
      path === "/v1/invoices/create_preview" ? { status, type: "invalid_request_error" } : "pass";
    expect(await person.next()).toMatchObject({ amountMinor: null });
  }
  world.network.before = ({ path }) =>
    path === "/v1/invoices/create_preview" ? { status: 500, type: "api_error" } : "pass";
  await expect(syncAccount(person.accountId)).rejects.toMatchObject({ code: "stripe_unavailable" });
  world.calm();
  expect(await person.next()).toMatchObject({ amountMinor: 500, basis: "reduced" });
});
