import fc from "fast-check";
import { expect, test } from "vitest";
import { featureKeys } from "@/lib/catalog/features";
import { addMs, dayMs, hourMs } from "@/lib/core/time";
import { decideEntitlements, type EntitlementFacts } from "@/lib/entitlements/decide-entitlements";
import { decideLease, type HeldLease, reasonToSign } from "@/lib/entitlements/internal/lease/decide-lease";
import type { SubscriptionFacts } from "@/lib/entitlements/judge-claim";
import { anyFacts, day, facts, grant, subscription } from "@/tests/entitlement-facts";

const now = day(1);
const terms = (given: EntitlementFacts) => decideLease(decideEntitlements(given), given.now);
const countsFor = (given: EntitlementFacts) => {
  const { issuedAt, hardStop } = terms(given);
  return (hardStop.getTime() - issuedAt.getTime()) / dayMs;
};
const withSubscription = (change: Partial<SubscriptionFacts>) =>
  countsFor(facts({ subscriptions: [subscription(change)], now }));

test.each([
  ["an active Pro", {}, 7],
  ["an active Team", { planKey: "team" }, 14],
  ["a trial", { status: "trialing", trialEndsAt: day(14) }, 3],
  ["a trial that was cancelled", { status: "trialing", trialEndsAt: day(14), cancelAtPeriodEnd: true }, 3],
  ["a trial on its last day", { status: "trialing", trialEndsAt: day(2) }, 1],
  ["a payment that is retried", { status: "past_due", unpaidSince: day(0) }, 2],
  ["a payment that is retried for the last hours", { status: "past_due", unpaidSince: day(-12.5) }, 0.5],
  ["a cancelled Pro, which is paid to its end", { cancelAtPeriodEnd: true }, 7],
  ["a cancelled Pro four days before its end", { cancelAtPeriodEnd: true, currentPeriodEnd: day(5) }, 4],
  ["a Pro that renews tomorrow", { currentPeriodEnd: day(2) }, 4],
  ["a Pro whose renewal is a day late", { currentPeriodEnd: day(0) }, 2],
  ["nothing bought", { planKey: null }, 1],
  ["an ended subscription", { endedAt: day(0) }, 1],
  ["a status that we don't know", { status: "unknown" }, 1],
] satisfies [string, Partial<SubscriptionFacts>, number][])(
  "a lease on %s counts without us for as long as it may",
  (_what, change, days) => {
    expect(withSubscription(change)).toBe(days);
  },
);

test("a lease on a plan that staff gave counts for a day, and never beyond its end", () => {
  expect(countsFor(facts({ grants: [grant({ endsAt: null })], now }))).toBe(1);
  expect(countsFor(facts({ grants: [grant({ endsAt: addMs(now, 6 * hourMs) })], now }))).toBe(0.25);
});

test("a device asks again after a day, or when the answer will be another one", () => {
  expect(terms(facts({ subscriptions: [subscription()], now })).renewAfter).toEqual(day(2));
  const soon = addMs(now, hourMs);
  expect(terms(facts({ subscriptions: [subscription({ currentPeriodEnd: soon })], now })).renewAfter).toEqual(soon);
  expect(terms(facts({ grants: [grant({ startsAt: soon })], now })).renewAfter).toEqual(soon);
});

/** Facts at an odd millisecond, as they are in life. */
const anyMoment = fc
  .tuple(anyFacts, fc.integer({ min: 0, max: dayMs }))
  .map(([given, ms]) => ({ ...given, now: addMs(given.now, ms) }));

test("times are in order: signed, renewed, stopped; a fortnight at most, and none beyond the right's end", () => {
  fc.assert(
    fc.property(anyMoment, (given) => {
      const decision = decideEntitlements(given);
      const { issuedAt, renewAfter, hardStop } = decideLease(decision, given.now);
      expect(issuedAt <= given.now).toBe(true);
      expect(issuedAt <= renewAfter && renewAfter <= hardStop).toBe(true);
      expect(renewAfter <= addMs(given.now, dayMs)).toBe(true);
      expect(hardStop <= addMs(given.now, 14 * dayMs)).toBe(true);
      if (decision.changesAt) expect(renewAfter <= decision.changesAt).toBe(true);
      if (decision.right?.until) expect(hardStop <= decision.right.until).toBe(true);
      for (const instant of [issuedAt, renewAfter, hardStop]) expect(instant.getTime() % 1000).toBe(0);
    }),
  );
});

/** What is paid and ends, renews or fails within days, where the bounds of a lease matter. */
const anyEnding = fc
  .record({
    status: fc.constantFrom("active", "trialing", "past_due"),
    planKey: fc.constantFrom("pro", "team"),
    periodHours: fc.integer({ min: -72, max: 400 }),
    trialHours: fc.option(fc.integer({ min: -72, max: 400 }), { nil: null }),
    cancelHours: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
    unpaidHours: fc.option(fc.integer({ min: -400, max: 0 }), { nil: null }),
    cancelAtPeriodEnd: fc.boolean(),
  })
  .map(({ status, planKey, periodHours, trialHours, cancelHours, unpaidHours, cancelAtPeriodEnd }) => {
    const at = (hours: number | null) => (hours === null ? null : addMs(now, hours * hourMs));
    const change = {
      status,
      planKey,
      currentPeriodEnd: addMs(now, periodHours * hourMs),
      trialEndsAt: at(trialHours),
      cancelAt: at(cancelHours),
      unpaidSince: at(unpaidHours),
      cancelAtPeriodEnd,
    } satisfies Partial<SubscriptionFacts>;
    return facts({ subscriptions: [subscription(change)], now });
  });

test("what a lease unlocks is unlocked by us at any instant until it stops, if no news come", () => {
  fc.assert(
    fc.property(
      fc.oneof(anyMoment, anyEnding),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (given, share) => {
        const decision = decideEntitlements(given);
        const { issuedAt, hardStop } = decideLease(decision, given.now);
        const at = addMs(given.now, Math.floor((hardStop.getTime() - issuedAt.getTime()) * share));
        if (at >= hardStop) return;
        const later = decideEntitlements({ ...given, now: at });
        for (const feature of featureKeys) {
          if (decision.features[feature].active) expect(later.features[feature].active).toBe(true);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

const held: HeldLease = { contentHash: "a", kid: "k1", renewAfter: day(2), clockOffsetMs: 0 };
const wanted = { contentHash: "a", kids: ["k1", "k2"], clockOffsetMs: 0, now };

test("a lease is kept while it is true, and signed again for a reason that can be told", () => {
  expect(reasonToSign(held, wanted)).toBeNull();
  expect(reasonToSign(null, wanted)).toBe("first");
  expect(reasonToSign(held, { ...wanted, contentHash: "b" })).toBe("changed");
  expect(reasonToSign(held, { ...wanted, kids: ["k2"] })).toBe("key_gone");
  expect(reasonToSign(held, { ...wanted, clockOffsetMs: 1 })).toBe("clock_moved");
  expect(reasonToSign(held, { ...wanted, now: held.renewAfter })).toBe("due");
});
