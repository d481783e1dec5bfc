import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { db } from "@/lib/platform/db";
import { deleteAccounts } from "@/tests/delete-accounts";
import { subscriptionRow } from "@/tests/subscription-row";

const accountId = randomUUID();
const at = new Date("2026-03-01T12:00:00Z");
const euros = { accountId, currency: "eur" };

afterEach(() => deleteAccounts({ id: accountId }));

const charge = () =>
  db().charge.create({
    data: { ...euros, stripeChargeId: "ch_1", state: "succeeded", amountMinor: 800, attemptedAt: at },
  });

const kept: [string, () => Promise<unknown>][] = [
  ["a customer at Stripe", () => db().billingCustomer.create({ data: { accountId } })],
  ["a subscription", () => db().subscription.create({ data: subscriptionRow({ accountId }) })],
  [
    "an invoice",
    () =>
      db().invoice.create({
        data: {
          ...{ ...euros, stripeInvoiceId: "in_1", status: "paid", issuedAt: at, periodStart: at, periodEnd: at },
          ...{ totalMinor: 800, amountDueMinor: 800, amountPaidMinor: 800 },
        },
      }),
  ],
  ["a charge", charge],
  [
    "a dispute",
    async () => {
      const { stripeChargeId } = await charge();
      const dispute = { stripeDisputeId: "dp_1", status: "lost", reason: "fraudulent", amountMinor: 800 } as const;
      return db().dispute.create({ data: { ...euros, ...dispute, stripeChargeId, isWithdrawn: true, openedAt: at } });
    },
  ],
  ["a money call", () => db().moneyCall.create({ data: { accountId, kind: "refund_charge", subject: "ch_1" } })],
  ["revenue", () => db().mrrMovement.create({ data: { ...euros, at, kind: "new", deltaMinor: 800, afterMinor: 800 } })],
  [
    "a turn in a subscription's life",
    () =>
      db().subscriptionMilestone.create({
        data: { ...euros, stripeSubscriptionId: "sub_1", at, kind: "trial_started" },
      }),
  ],
];

test.each(kept)("an account that has %s can't be deleted", async (_what, write) => {
  await db().account.create({ data: { id: accountId } });
  await write();
  await expect(db().account.delete({ where: { id: accountId } })).rejects.toThrow(/[Ff]oreign key/);
  expect(await db().account.count({ where: { id: accountId } })).toBe(1);
});

test("what says nothing of money goes with its account", async () => {
  await db().account.create({
    data: {
      ...{
        id: accountId,
        grants: { create: { planKey: "pro", reason: "", startsAt: at } },
        onboarding: { create: {} },
      },
      usageTotals: { create: { feature: "extended_storage", used: 1 } },
    },
  });
  await db().account.delete({ where: { id: accountId } });
  const where = { accountId };
  expect([
    await db().grant.count({ where }),
    await db().onboarding.count({ where }),
    await db().usageTotal.count({ where }),
  ]).toEqual([0, 0, 0]);
});
