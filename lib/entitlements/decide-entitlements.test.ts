import fc from "fast-check";
import { expect, test } from "vitest";
import { addMs } from "@/lib/core/time";
import { decideEntitlements, type EntitlementFacts } from "@/lib/entitlements/decide-entitlements";
import {
  type GrantFacts,
  paymentGraceMs,
  renewalGraceMs,
  type SubscriptionFacts,
} from "@/lib/entitlements/judge-claim";
import { anyFacts, day, facts, grant, start, subscription } from "@/tests/entitlement-facts";

const audio = (change: Partial<EntitlementFacts>) => decideEntitlements(facts(change)).features.advanced_audio;
const withSubscription = (change: Partial<SubscriptionFacts>, now = day(1)) =>
  audio({ subscriptions: [subscription(change)], now });

test("an account without a subscription has the free plan and is told so", () => {
  const decision = decideEntitlements(facts());
  expect(decision).toMatchObject({ plan: "free", status: "free" });
  expect(decision.features.advanced_audio).toEqual({ active: false, reason: "no_subscription", until: null });
  expect(decision.features.extended_storage).toMatchObject({ active: true, reason: "free_plan", limit: 50, used: 0 });
});

test.each<[string, Partial<SubscriptionFacts>, Date, object]>([
  ["an active subscription", {}, day(1), { active: true, reason: "active_subscription", until: null }],
  ["a trial", { status: "trialing", trialEndsAt: day(14) }, day(1), { active: true, reason: "trial", until: day(14) }],
  [
    "a cancelled one, until its period ends",
    { cancelAtPeriodEnd: true },
    day(29),
    { active: true, reason: "cancels_at_period_end", until: day(30) },
  ],
  [
    "a cancelled one, at the instant its period ends",
    { cancelAtPeriodEnd: true },
    day(30),
    { active: false, reason: "subscription_ended", until: null },
  ],
  [
    "a cancelled trial, until the trial ends",
    { status: "trialing", trialEndsAt: day(14), cancelAtPeriodEnd: true },
    day(13),
    { active: true, reason: "cancels_at_period_end", until: day(14) },
  ],
  [
    "one that ends on a date",
    { cancelAt: day(5) },
    day(6),
    { active: false, reason: "subscription_ended", until: null },
  ],
  [
    "a renewal whose news is on its way",
    {},
    day(31),
    { active: true, reason: "renewal_pending", until: addMs(day(30), renewalGraceMs) },
  ],
  [
    "a renewal that nobody confirmed in time",
    {},
    addMs(day(30), renewalGraceMs),
    { active: false, reason: "renewal_unconfirmed", until: null },
  ],
  [
    "a payment that is being tried again",
    { status: "past_due" },
    day(13),
    { active: true, reason: "payment_retrying", until: addMs(start, paymentGraceMs) },
  ],
  [
    "a payment that failed for too long",
    { status: "past_due" },
    day(14),
    { active: false, reason: "payment_failed", until: null },
  ],
  ["an unpaid one", { status: "unpaid" }, day(1), { active: false, reason: "payment_failed", until: null }],
  [
    "one whose first payment is missing",
    { status: "incomplete" },
    day(1),
    { active: false, reason: "payment_incomplete", until: null },
  ],
  ["a paused one", { status: "paused" }, day(1), { active: false, reason: "subscription_paused", until: null }],
  [
    "an ended one",
    { status: "canceled", endedAt: day(1) },
    day(2),
    { active: false, reason: "subscription_ended", until: null },
  ],
  [
    "one of a status that we do not know",
    { status: "unknown" },
    day(1),
    { active: false, reason: "unknown_status", until: null },
  ],
  [
    "one of a plan that we do not know",
    { planKey: "platinum" },
    day(1),
    { active: false, reason: "unknown_plan", until: null },
  ],
  ["one of no plan", { planKey: null }, day(1), { active: false, reason: "unknown_plan", until: null }],
  [
    "one that claims a name of every object",
    { planKey: "constructor" },
    day(1),
    { active: false, reason: "unknown_plan", until: null },
  ],
])("%s", (_title, change, now, expected) => {
  expect(withSubscription(change, now)).toEqual(expected);
});

test("a payment that keeps failing gives no new days when the period moves on, and a late invoice gives its full days", () => {
  const rolling = {
    status: "past_due" as const,
    currentPeriodStart: day(60),
    currentPeriodEnd: day(90),
    unpaidSince: start,
  };
  expect(withSubscription(rolling, day(61))).toMatchObject({ active: false, reason: "payment_failed" });
  const yearly = { status: "past_due" as const, currentPeriodEnd: day(365), unpaidSince: day(180) };
  expect(withSubscription(yearly, day(181))).toMatchObject({
    active: true,
    reason: "payment_retrying",
    until: day(194),
  });
});

test("an end that lies beyond this period does not stand in for the renewals before it", () => {
  const ending = { cancelAt: day(200) };
  expect(withSubscription(ending, day(10))).toEqual({ active: true, reason: "cancels_at_period_end", until: day(200) });
  expect(withSubscription(ending, day(31))).toMatchObject({ active: true, reason: "renewal_pending" });
  expect(withSubscription(ending, day(40))).toMatchObject({ active: false, reason: "renewal_unconfirmed" });
});

test("a plan that staff gave counts from its start to its end, and not once it was taken back", () => {
  const at = (now: Date, change: Partial<GrantFacts> = {}) => audio({ grants: [grant(change)], now }).active;
  expect([at(day(-1)), at(start), at(day(9)), at(day(10)), at(day(5), { revokedAt: day(4) })]).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test("of several rights the highest plan counts, and of equal plans the one that lasts longest", () => {
  const both = decideEntitlements(facts({ subscriptions: [subscription()], grants: [grant()] }));
  expect(both).toMatchObject({ plan: "team", status: "granted" });
  const ending = subscription({ stripeSubscriptionId: "sub_2", cancelAtPeriodEnd: true });
  expect(audio({ subscriptions: [ending, subscription()] })).toMatchObject({ reason: "active_subscription" });
  expect(audio({ subscriptions: [subscription(), ending] })).toMatchObject({ reason: "active_subscription" });
});

test("of two rights of the same plan that both end the one that ends later counts, in whichever order they come", () => {
  const early = subscription({ stripeSubscriptionId: "sub_early", cancelAt: day(5) });
  const late = subscription({ stripeSubscriptionId: "sub_late", cancelAt: day(20) });
  const given = (endsAt: Date) => grant({ id: `until-${endsAt.toISOString()}`, planKey: "pro", endsAt });
  for (const subscriptions of [
    [early, late],
    [late, early],
  ]) {
    const decision = decideEntitlements(facts({ subscriptions }));
    expect(decision).toMatchObject({ plan: "pro", right: { id: "sub_late" } });
    expect(decision.features.advanced_audio.until).toEqual(day(20));
  }
  expect(audio({ grants: [given(day(9)), given(day(4))] }).until).toEqual(day(9));
  expect(audio({ grants: [given(day(4)), given(day(9))] }).until).toEqual(day(9));
  expect(audio({ subscriptions: [early], grants: [given(day(25))] })).toMatchObject({
    reason: "grant",
    until: day(25),
  });
  expect(audio({ subscriptions: [late], grants: [given(day(4))] })).toMatchObject({
    reason: "cancels_at_period_end",
    until: day(20),
  });
});

test("an ended subscription beside a running one takes nothing away", () => {
  const ended = subscription({ stripeSubscriptionId: "sub_0", status: "canceled", endedAt: start });
  expect(audio({ subscriptions: [ended, subscription()] })).toMatchObject({
    active: true,
    reason: "active_subscription",
  });
});

test("a closed account has nothing, whatever it once bought", () => {
  const decision = decideEntitlements(facts({ isClosed: true, subscriptions: [subscription()], grants: [grant()] }));
  expect(decision.status).toBe("closed");
  expect(Object.values(decision.features).map(({ active }) => active)).toEqual([false, false, false]);
});

test("answers within an hour are the same to the byte, so that their ETag is", () => {
  const at = (minutes: number) =>
    decideEntitlements(facts({ subscriptions: [subscription()], now: addMs(day(1), minutes * 60_000) }));
  expect(at(1)).toEqual(at(59));
});

test("premium is active only while a live subscription of a known plan or a running grant says so", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      if (!decideEntitlements(given).features.advanced_audio.active) return;
      const isPaid = given.subscriptions.some(
        ({ status, planKey }) =>
          ["trialing", "active", "past_due"].includes(status) && ["pro", "team"].includes(planKey ?? ""),
      );
      const isGiven = given.grants.some(
        ({ planKey, startsAt, revokedAt }) => planKey !== "platinum" && startsAt <= given.now && !revokedAt,
      );
      expect(given.isClosed).toBe(false);
      expect(isPaid || isGiven).toBe(true);
    }),
  );
});

test("an answer stays as it is until the instant that it names for its next change", () => {
  fc.assert(
    fc.property(anyFacts, fc.integer({ min: 1, max: 60 * 24 }), (given, hours) => {
      const before = decideEntitlements(given);
      const later = addMs(given.now, hours * 3_600_000);
      if (before.changesAt && later >= before.changesAt) return;
      expect(decideEntitlements({ ...given, now: later }).features).toEqual(before.features);
    }),
  );
});

test("an unconfirmed renewal names the planned end, after which the reason is another", () => {
  const overdue = subscription({ currentPeriodEnd: day(-4), cancelAt: day(3) });
  const reasonOn = (now: Date) => decideEntitlements(facts({ subscriptions: [overdue], now }));
  expect(reasonOn(day(0)).features.advanced_audio.reason).toBe("renewal_unconfirmed");
  expect(reasonOn(day(0)).changesAt).toEqual(day(3));
  expect(reasonOn(day(3)).features.advanced_audio.reason).toBe("subscription_ended");
});

test("an answer with an end is true until that end", () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const { active, until } = decideEntitlements(given).features.advanced_audio;
      if (!active || !until) return;
      expect(until > given.now).toBe(true);
    }),
  );
});

test.each([
  [{ planKey: "team", quantity: 3 }, ["team", "team", "team", "free"]],
  [{ planKey: "team", quantity: 2 }, ["team", "team", "free", "free"]],
  // A team is never less than two.
  [{ planKey: "team", quantity: 1 }, ["team", "team", "free", "free"]],
  [{ planKey: "pro", quantity: 1 }, ["pro", "free", "free", "free"]],
])("with %o the owner has a seat, then whoever joined first, and a stranger never", (change, plans) => {
  const asked = ["ada", "ben", "cleo", "nobody"].map((person) =>
    decideEntitlements(facts({ subscriptions: [subscription(change)], people: ["ada", "ben", "cleo"], person })),
  );
  expect(asked.map(({ plan }) => plan)).toEqual(plans);
  expect(asked.map(({ hasSeat }) => hasSeat)).toEqual(plans.map((plan) => plan !== "free"));
  for (const { plan, features } of asked)
    if (plan === "free")
      expect(features.advanced_audio).toMatchObject({ active: false, reason: "no_seat", until: null });
});

test("seats are those that the plan in force is paid for, whatever another subscription once paid for", () => {
  const subscriptions = [
    subscription({ stripeSubscriptionId: "sub_1", planKey: "team", quantity: 9, endedAt: day(0) }),
    subscription({ stripeSubscriptionId: "sub_2", planKey: "pro", quantity: 8 }),
    subscription({ stripeSubscriptionId: "sub_3", planKey: "team", quantity: 3 }),
  ];
  expect(decideEntitlements(facts({ subscriptions })).seats).toBe(3);
});

test("whoever has no seat gets nothing that Free does not give, whatever the account pays for", () => {
  fc.assert(
    fc.property(anyFacts, (anything) => {
      const { hasSeat, plan, right } = decideEntitlements(anything);
      if (!hasSeat) expect([plan, right]).toEqual(["free", null]);
    }),
  );
});

test("without a plan that is paid for nobody misses a seat", () => {
  const decision = decideEntitlements(facts({ people: ["ada"], person: "ben" }));
  expect(decision).toMatchObject({ hasSeat: true, plan: "free" });
  expect(decision.features.advanced_audio).toMatchObject({ reason: "no_subscription" });
});
