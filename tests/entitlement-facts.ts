import fc from "fast-check";
import { SubscriptionStatus } from "@/generated/prisma/enums";
import { addMs, dayMs } from "@/lib/core/time";
import type { EntitlementFacts } from "@/lib/entitlements/decide-entitlements";
import type { GrantFacts, SubscriptionFacts } from "@/lib/entitlements/judge-claim";

/* What decisions are made from, for tests: an active Pro that began at `start`, a grant, and anything at all. */

export const start = new Date("2026-03-01T12:00:00Z");
export const day = (days: number) => addMs(start, days * dayMs);

export const subscription = (change: Partial<SubscriptionFacts> = {}): SubscriptionFacts => ({
  stripeSubscriptionId: "sub_1",
  status: "active",
  planKey: "pro",
  quantity: 1,
  currentPeriodStart: start,
  currentPeriodEnd: day(30),
  trialEndsAt: null,
  cancelAtPeriodEnd: false,
  cancelAt: null,
  endedAt: null,
  unpaidSince: null,
  ...change,
});
export const grant = (change: Partial<GrantFacts> = {}): GrantFacts => ({
  id: "grant-1",
  planKey: "team",
  startsAt: start,
  endsAt: day(10),
  revokedAt: null,
  ...change,
});
export const facts = (change: Partial<EntitlementFacts> = {}): EntitlementFacts => ({
  isClosed: false,
  subscriptions: [],
  grants: [],
  usage: {},
  people: [],
  person: null,
  now: day(1),
  ...change,
});
const anyDay = fc.integer({ min: -40, max: 80 }).map(day);
const maybeDay = fc.option(anyDay, { nil: null });
const anySubscription: fc.Arbitrary<SubscriptionFacts> = fc.record({
  stripeSubscriptionId: fc.constantFrom("sub_1", "sub_2"),
  status: fc.constantFrom(...Object.values(SubscriptionStatus)),
  planKey: fc.constantFrom("free", "pro", "team", "platinum", "", null),
  quantity: fc.integer({ min: 1, max: 5 }),
  currentPeriodStart: anyDay,
  currentPeriodEnd: anyDay,
  trialEndsAt: maybeDay,
  cancelAtPeriodEnd: fc.boolean(),
  cancelAt: maybeDay,
  endedAt: maybeDay,
  unpaidSince: maybeDay,
});
export const anyFacts: fc.Arbitrary<EntitlementFacts> = fc.record({
  isClosed: fc.boolean(),
  subscriptions: fc.array(anySubscription, { maxLength: 3 }),
  grants: fc.array(
    fc.record({
      id: fc.constantFrom("g1", "g2"),
      planKey: fc.constantFrom("pro", "team", "platinum"),
      startsAt: anyDay,
      endsAt: maybeDay,
      revokedAt: maybeDay,
    }),
    { maxLength: 2 },
  ),
  usage: fc.record({ extended_storage: fc.nat(60_000) }),
  people: fc.constantFrom([], ["ada"], ["ada", "ben", "cleo"]),
  person: fc.constantFrom(null, "ada", "ben", "cleo", "nobody"),
  now: anyDay,
});
