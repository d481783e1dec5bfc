import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planKeys } from "@/lib/catalog/plans";
import { decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { mayHavePlan } from "@/lib/entitlements/may-have-plan";
import { db } from "@/lib/platform/db";
import { anyFacts } from "@/tests/entitlement-facts";
import { subscriptionRow } from "@/tests/subscription-row";

test("a search by plan leaves out nobody whom the decision gives that plan", async () => {
  const lives = fc.sample(anyFacts, { numRuns: 300, seed: 20261201 }).map((facts) => ({ ...facts, id: randomUUID() }));
  await db().account.createMany({
    data: lives.map(({ id, isClosed, now }) => ({ id, closedAt: isClosed ? now : null })),
  });
  await db().subscription.createMany({
    data: lives.flatMap(({ id, subscriptions }) =>
      subscriptions.map(({ unpaidSince: _, stripeSubscriptionId: __, ...facts }) =>
        subscriptionRow({ ...facts, accountId: id, startedAt: facts.currentPeriodStart }),
      ),
    ),
  });
  await db().grant.createMany({
    data: lives.flatMap(({ id, grants }) =>
      grants.map((grant) => ({ ...grant, id: randomUUID(), accountId: id, reason: "" })),
    ),
  });

  const missed: object[] = [];
  const counts = { given: 0, leftOut: 0 };
  for (const { id, ...facts } of lives) {
    const { plan } = decideEntitlements({ ...facts, person: null });
    for (const asked of planKeys) {
      const found = await db().$queryRaw<unknown[]>`
        select a.id from account a where a.id = ${id}::uuid and ${mayHavePlan(asked, facts.now)}`;
      if (asked === plan) counts.given += 1;
      if (found.length === 0) counts.leftOut += 1;
      if (asked === plan && found.length === 0) missed.push({ asked, facts });
    }
  }
  expect(missed).toEqual([]);
  expect(counts.given).toBe(lives.length);
  // It would be worth nothing if it left out nobody.
  expect(counts.leftOut).toBeGreaterThan(lives.length);
});
