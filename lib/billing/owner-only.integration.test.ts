import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBillingPortal } from "@/lib/billing/billing-portal";
import { cancelAtPeriodEnd, resumeSubscription } from "@/lib/billing/change-subscription";
import { startCheckout } from "@/lib/billing/checkout";
import { syncAccount } from "@/lib/billing/sync-customer";
import { db } from "@/lib/platform/db";
import { type BillingWorld, startBillingWorld } from "@/tests/billing-world";

let world: BillingWorld;

beforeAll(async () => {
  world = await startBillingWorld({ webhooks: false });
});
afterAll(() => world.stop());

/** A team that is paid for, with the actors of its owner, of a member, and of somebody who has nothing to do with it. */
async function team() {
  const [owner, guest, stranger] = [await world.newCustomer(), await world.newCustomer(), await world.newCustomer()];
  const { accountId } = owner;
  await db().membership.create({ data: { accountId, userId: guest.userId, role: "member" } });
  const { url } = await startCheckout({ actor: owner, accountId, priceKey: "team_monthly_eur", quantity: 3 });
  await world.sandbox.payCheckout(url);
  await syncAccount(accountId);
  world.calm();
  return { accountId, owner, member: { ...guest, accountId }, stranger: { ...stranger, accountId } };
}

test("a member of a team, like a stranger, can't buy, cancel, resume or open the billing page; nothing reaches Stripe", async () => {
  const { accountId, member, stranger } = await team();
  for (const actor of [member, stranger, { ...member, kind: "device", deviceId: member.userId } as const]) {
    const attempts = [
      () => startCheckout({ actor, accountId, priceKey: "pro_monthly_eur" }),
      () => cancelAtPeriodEnd({ actor, accountId }),
      () => resumeSubscription({ actor, accountId }),
      () => openBillingPortal({ actor, accountId }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(world.network.log).toEqual([]);
});

test("the owner of a team, staff and the system can", async () => {
  const { accountId, owner } = await team();
  await cancelAtPeriodEnd({ actor: owner, accountId });
  await resumeSubscription({ actor: { kind: "staff", userId: randomUUID(), role: "support" }, accountId });
  await cancelAtPeriodEnd({ actor: { kind: "system", name: "a test" }, accountId });
  expect(await db().subscription.findMany({ where: { accountId } })).toMatchObject([{ cancelAtPeriodEnd: true }]);
});
