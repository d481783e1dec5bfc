import { expect, test } from "vitest";
import type { Prisma } from "@/generated/prisma/client";
import { decideSwitch, getOffer } from "@/lib/billing/offer";
import { db } from "@/lib/platform/db";
import { subscriptionRow } from "@/tests/subscription-row";

type Facts = Partial<Omit<Prisma.SubscriptionCreateManyInput, "accountId" | "startedAt">> & { startedAt?: Date };

async function accountWith(...subscriptions: Facts[]): Promise<string> {
  const { id: accountId } = await db().account.create({ data: {} });
  await db().subscription.createMany({ data: subscriptions.map((facts) => subscriptionRow({ accountId, ...facts })) });
  return accountId;
}

test("who never had a subscription is offered free days, and pays for nothing", async () => {
  expect(await getOffer(await accountWith())).toEqual({ hasTrial: true, held: null });
});

test.each(["trialing", "active", "past_due", "unpaid", "paused"] as const)(
  "who has a subscription that is %s is not asked to buy that plan again",
  async (status) => {
    expect(await getOffer(await accountWith({ status, planKey: "team" }))).toEqual({
      hasTrial: false,
      held: { plan: "team", interval: "month", currency: "eur" },
    });
  },
);

test("whose subscription has ended may buy again, without free days", async () => {
  const ended = { status: "canceled", endedAt: new Date("2026-06-01T00:00:00Z") } as const;
  expect(await getOffer(await accountWith(ended))).toEqual({ hasTrial: false, held: null });
});

test("of an ended and a running subscription the running one counts, also where its product is not ours", async () => {
  const accountId = await accountWith(
    { status: "active", planKey: null, startedAt: new Date("2026-01-01T00:00:00Z") },
    { status: "canceled", planKey: "team", startedAt: new Date("2026-05-01T00:00:00Z") },
  );
  expect(await getOffer(accountId)).toMatchObject({ hasTrial: false, held: { plan: "unknown" } });
});

const monthly = { plan: "pro", interval: "month", currency: "eur" } as const;

test.each([
  ["another plan", "team_yearly_eur", monthly, { plan: "team", interval: "year" }],
  ["another interval", "pro_yearly_eur", monthly, { plan: "pro", interval: "year" }],
] as const)("who pays for something and chooses %s could switch to it", (_what, key, held, price) => {
  expect(decideSwitch(key, held)).toMatchObject(price);
});

test("a customer is not offered a switch to the price they have, and one without a plan buys", () => {
  expect(decideSwitch("pro_monthly_eur", monthly)).toBe("held");
  expect(decideSwitch("pro_yearly_eur", { ...monthly, interval: null })).toBe("held");
  expect(decideSwitch("team_yearly_eur", null)).toBeNull();
  expect(decideSwitch("__proto__", monthly)).toBeNull();
});
