import { afterAll, beforeAll, expect, test } from "vitest";
import { openBillingPortal } from "@/lib/billing/billing-portal";
import { startCheckout } from "@/lib/billing/checkout";
import { syncAccount } from "@/lib/billing/sync-customer";
import type { PriceKey } from "@/lib/catalog/prices";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterAll(() => world.stop());

/** Somebody in the free days of what they bought, on Stripe's page. */
async function onBillingPage(priceKey: PriceKey, quantity?: number) {
  const actor = await world.newCustomer();
  const { accountId } = actor;
  const { url } = await startCheckout({ actor, accountId, priceKey, quantity });
  await world.sandbox.payCheckout(url);
  await syncAccount(accountId);
  const held = async () => {
    await syncAccount(accountId);
    return db().subscription.findFirstOrThrow({ where: { accountId } });
  };
  const { stripeSubscriptionId: subscription } = await held();
  const page = (await openBillingPortal({ actor, accountId })).url;
  const choose = async (key: PriceKey, seats: number) => {
    const [price] = (await stripe().prices.list({ lookup_keys: [key], active: true })).data;
    const fields = { action: "switch", subscription, price: price?.id ?? "", quantity: String(seats) };
    await fetch(page, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  };
  return { actor, page, held, choose };
}

test("who owns a team adds and gives back seats on Stripe's page, within what the plan allows", async () => {
  const { held, choose } = await onBillingPage("team_monthly_eur", 2);
  const { trialEndsAt } = await held();
  await choose("team_monthly_eur", 5);
  expect(await held()).toMatchObject({ planKey: "team", quantity: 5, trialEndsAt });
  await choose("team_monthly_eur", 1);
  expect(await held()).toMatchObject({ planKey: "team", quantity: 2 });
});

test("who goes from Team to Pro pays for one, and may go back", async () => {
  const { held, choose } = await onBillingPage("team_monthly_eur", 4);
  await choose("pro_monthly_eur", 4);
  expect(await held()).toMatchObject({ planKey: "pro", quantity: 1, amountMinor: 800 });
  await choose("team_yearly_eur", 3);
  expect(await held()).toMatchObject({ planKey: "team", quantity: 3, interval: "year" });
});

test("who comes back from Stripe's page is where they went from", async () => {
  const { actor } = await onBillingPage("team_monthly_eur", 2);
  const { url } = await openBillingPortal({ actor, accountId: actor.accountId, returnTo: "/account/members" });
  expect(await (await fetch(url)).text()).toMatch(/href="https?:[^"]+\/account\/members"/);
});

test("the page offers the prices on sale in the currency that somebody pays in", async () => {
  const { page } = await onBillingPage("pro_monthly_usd");
  const text = await (await fetch(page)).text();
  expect(text).toContain("$90.00 per year");
  expect(text).not.toContain("€");
});

test("without a configuration of ours the page opens as Stripe has it", async () => {
  const ours = await stripe().billingPortal.configurations.list({ active: true, limit: 100 });
  for (const { id, is_default } of ours.data) {
    if (!is_default) await stripe().billingPortal.configurations.update(id, { active: false });
  }
  const { page } = await onBillingPage("pro_monthly_eur");
  const text = await (await fetch(page)).text();
  expect(text).toContain("Gatehouse Pro");
  expect(text).not.toContain("Switch plan");
});
