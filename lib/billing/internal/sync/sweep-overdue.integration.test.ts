import { afterAll, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { sweepOverdue } from "@/lib/billing/internal/sync/sweep-overdue";
import { findStripeCustomer } from "@/lib/billing/stripe-customer";
import { syncAccount } from "@/lib/billing/sync-customer";
import { addMs, hourMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

// No webhook is ever delivered here.
beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterAll(() => world.stop());

async function buy() {
  const actor = await world.newCustomer();
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  await world.sandbox.payCheckout(url);
  return actor;
}

async function subscribe() {
  const actor = await buy();
  await syncAccount(actor.accountId);
  return actor;
}

const subscriptionOf = ({ accountId }: { accountId: string }) => db().subscription.findFirst({ where: { accountId } });

/** Makes it so that we last looked at this account some hours ago. */
async function lookedAt({ accountId }: { accountId: string }, hoursAgo: number): Promise<void> {
  await db().billingCustomer.update({
    where: { accountId },
    data: { syncedAt: addMs(clock.now(), -hoursAgo * hourMs) },
  });
}

test("a renewal whose webhooks were all lost is noticed, once, and nobody else is asked about", async () => {
  const actor = await subscribe();
  expect(await sweepOverdue()).toBe(0);
  const before = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  await world.sandbox.advanceBy(16 * 86_400);
  expect(await subscriptionOf(actor)).toEqual(before);
  expect(await sweepOverdue()).toBe(1);
  const after = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  expect(after.status).toBe("active");
  expect(after.currentPeriodEnd.getTime()).toBeGreaterThan(before.currentPeriodEnd.getTime());
  expect(await sweepOverdue()).toBe(0);
});

test("who paid and closed the window gets what was paid for within the hour, webhook or not", async () => {
  const actor = await buy();
  await lookedAt(actor, 0.9);
  expect(await sweepOverdue()).toBe(0);
  await lookedAt(actor, 1.1);
  expect(await sweepOverdue()).toBe(1);
  expect(await subscriptionOf(actor)).toMatchObject({ status: "trialing" });
});

test.each(["past_due", "unpaid", "paused"] as const)("who is %s is asked about every six hours", async (status) => {
  const actor = await subscribe();
  // Stripe holds that it was paid since.
  await db().subscription.updateMany({ where: { accountId: actor.accountId }, data: { status } });
  await lookedAt(actor, 5.9);
  expect(await sweepOverdue()).toBe(0);
  await lookedAt(actor, 6.1);
  expect(await sweepOverdue()).toBe(1);
  expect(await subscriptionOf(actor)).toMatchObject({ status: "trialing" });
});

test("while a bank decides it is asked about every six hours, and once it has decided no more", async () => {
  const actor = await subscribe();
  const { accountId } = actor;
  const customer = (await findStripeCustomer(accountId)) ?? "";
  const intent = await stripe().paymentIntents.create({
    ...{ amount: 2_000, currency: "eur", customer, payment_method: "pm_card_createDispute", confirm: true },
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  await syncAccount(accountId);
  const [dispute] = (await stripe().disputes.list({ charge: String(intent.latest_charge) })).data;
  await stripe().disputes.close(dispute?.id ?? "");
  await lookedAt(actor, 5.9);
  expect(await sweepOverdue()).toBe(0);
  await lookedAt(actor, 6.1);
  expect(await sweepOverdue()).toBe(1);
  expect(await db().dispute.findFirst({ where: { accountId } })).toMatchObject({ status: "lost" });
  await lookedAt(actor, 6.1);
  expect(await sweepOverdue()).toBe(0);
});

test("customers who can't be read don't keep the others waiting", async () => {
  const actor = await buy();
  await lookedAt(actor, 2);
  for (let index = 0; index < 25; index += 1) {
    const { accountId } = await world.newCustomer();
    await db().billingCustomer.create({ data: { accountId, stripeCustomerId: `cus_unreadable_${index}` } });
    await db().checkoutSession.create({ data: { accountId, priceKey: "pro_monthly_eur", state: "open" } });
  }
  expect(await sweepOverdue()).toBe(26);
  expect(await subscriptionOf(actor)).toMatchObject({ status: "trialing" });
  expect(await db().billingCustomer.count({ where: { syncedAt: null } })).toBe(25);
});
