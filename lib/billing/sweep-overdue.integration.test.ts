import { afterAll, beforeAll, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { sweepOverdue } from "@/lib/billing/sweep-overdue";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db } from "@/lib/platform/db";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

// No webhook is ever delivered here.
beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterAll(() => world.stop());

test("a renewal whose webhooks were all lost is noticed, once, and nobody else is asked about", async () => {
  const actor = await world.newCustomer();
  const { url } = await startCheckout({ actor, accountId: actor.accountId, priceKey: "pro_monthly_eur" });
  await world.sandbox.payCheckout(url);
  await syncAccount(actor.accountId);
  expect(await sweepOverdue()).toBe(0);
  const before = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  await world.sandbox.advanceBy(16 * 86_400);
  expect(await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } })).toEqual(before);
  expect(await sweepOverdue()).toBe(1);
  const after = await db().subscription.findFirstOrThrow({ where: { accountId: actor.accountId } });
  expect(after.status).toBe("active");
  expect(after.currentPeriodEnd.getTime()).toBeGreaterThan(before.currentPeriodEnd.getTime());
  expect(await sweepOverdue()).toBe(0);
});
