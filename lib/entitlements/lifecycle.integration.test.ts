import { afterAll, beforeAll, expect, test } from "vitest";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import { cancelAtPeriodEnd } from "@/lib/billing/change-subscription";
import { startCheckout } from "@/lib/billing/checkout";
import { dayMs } from "@/lib/core/time";
import { checkEntitlement } from "@/lib/entitlements/check-entitlement";
import { clock } from "@/lib/platform/clock";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

// Here the sandbox delivers its webhooks, and moves the clock of both.
beforeAll(async () => {
  world = await startBillingWorld();
});
afterAll(() => world.stop());

type Buyer = Awaited<ReturnType<BillingWorld["newCustomer"]>>;

async function subscribe(card?: string): Promise<Buyer> {
  const actor = await world.newCustomer();
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  await world.sandbox.payCheckout(url, card ? { card } : {});
  await world.settled();
  return actor;
}

const mayUseAudio = (buyer: Buyer) => checkEntitlement(buyer, { feature: "advanced_audio" });
const days = (count: number) => (count * dayMs) / 1000;

test("paying unlocks by webhook alone, cancelling keeps it until the period ends, and then it locks with its reason", async () => {
  const actor = await subscribe();
  expect(await mayUseAudio(actor)).toMatchObject({ allowed: true, reason: "trial" });
  const overview = await getBillingOverview(actor.accountId);
  expect(overview).toMatchObject({
    plan: "pro",
    status: "trialing",
    nextCharge: { amountMinor: 800, currency: "eur", at: overview.trialEndsAt },
    hasSeveralSubscriptions: false,
  });

  await cancelAtPeriodEnd({ actor, accountId: actor.accountId });
  await world.settled();
  expect(await mayUseAudio(actor)).toEqual({
    allowed: true,
    reason: "cancels_at_period_end",
    until: overview.trialEndsAt?.toISOString(),
  });
  expect(await getBillingOverview(actor.accountId)).toMatchObject({ nextCharge: null, endsAt: overview.trialEndsAt });

  await world.sandbox.advanceBy(days(13));
  expect(await mayUseAudio(actor)).toMatchObject({ allowed: true, reason: "cancels_at_period_end" });
  await world.sandbox.advanceBy(days(2));
  expect(await mayUseAudio(actor)).toEqual({ allowed: false, reason: "subscription_ended", until: null });
  expect(await getBillingOverview(actor.accountId)).toMatchObject({
    plan: "free",
    status: "canceled",
    nextCharge: null,
  });
});

test("renewals go on month after month, each with its invoice", async () => {
  const actor = await subscribe();
  await world.sandbox.advanceBy(days(14 + 31 + 31 + 1));
  expect(await mayUseAudio(actor)).toMatchObject({ allowed: true, reason: "active_subscription" });
  const { invoices, nextCharge } = await getBillingOverview(actor.accountId);
  const paid = invoices.filter(({ totalMinor }) => totalMinor > 0);
  expect(paid.map(({ status, totalMinor, amountPaidMinor }) => [status, totalMinor, amountPaidMinor])).toEqual(
    paid.map(() => ["paid", 800, 800]),
  );
  expect(paid.length).toBeGreaterThanOrEqual(3);
  expect(invoices.map(({ issuedAt }) => issuedAt.getTime())).toEqual(
    invoices.map(({ issuedAt }) => issuedAt.getTime()).toSorted((left, right) => right - left),
  );
  expect(nextCharge?.at.getTime()).toBeGreaterThan(clock.now().getTime());
});

test("a renewal whose payment fails keeps access while Stripe tries again, and then it locks", async () => {
  // A card that can be saved and then declines every charge.
  const actor = await subscribe("4000000000000341");
  expect(await mayUseAudio(actor)).toMatchObject({ allowed: true, reason: "trial" });
  await world.sandbox.advanceBy(days(15));
  expect(await mayUseAudio(actor)).toMatchObject({ allowed: true, reason: "payment_retrying" });
  const overview = await getBillingOverview(actor.accountId);
  const open = overview.invoices.find(({ status }) => status === "open");
  expect([overview.status, open?.amountDueMinor]).toEqual(["past_due", 800]);
  expect(overview.nextCharge?.at).toEqual(open?.nextPaymentAttemptAt);
  await world.sandbox.advanceBy(days(60));
  expect(await mayUseAudio(actor)).toMatchObject({ allowed: false, until: null });
});
