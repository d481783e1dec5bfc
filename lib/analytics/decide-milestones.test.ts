import { expect, test } from "vitest";
import { decideMilestones } from "@/lib/analytics/decide-milestones";
import type { RevenueSubscription } from "@/lib/analytics/subscription-worth";

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const base: RevenueSubscription = {
  stripeSubscriptionId: "sub_1",
  status: "active",
  currency: "eur",
  planKey: "pro",
  startedAt: day(1),
  trialEndsAt: day(15),
  endedAt: null,
  wasPaid: false,
};
const turns = (facts: Partial<RevenueSubscription>) =>
  decideMilestones({ ...base, ...facts }).map(({ kind, at }) => `${at.getUTCDate()} ${kind}`);

test.each([
  ["runs", { status: "trialing" }, ["1 trial_started"]],
  [
    "was paid",
    { wasPaid: true },
    ["1 trial_started", "15 trial_ended", "15 trial_converted", "15 subscription_started"],
  ],
  ["was not paid yet", { status: "past_due" }, ["1 trial_started", "15 trial_ended", "15 subscription_started"]],
  ["was cancelled in the middle", { status: "canceled", endedAt: day(9) }, ["1 trial_started", "9 trial_ended"]],
  ["ended with nothing after it", { status: "canceled", endedAt: day(15) }, ["1 trial_started", "15 trial_ended"]],
  ["waits for a card", { status: "paused" }, ["1 trial_started", "15 trial_ended"]],
] as const)("a trial that %s", (_, facts, expected) => {
  expect(turns(facts)).toEqual(expected);
});

test("without a trial a subscription starts at once, and ends when it ends", () => {
  const facts = { trialEndsAt: null, status: "canceled", endedAt: day(20), wasPaid: true } as const;
  expect(turns(facts)).toEqual(["1 subscription_started", "20 subscription_ended"]);
});

test("a subscription whose first payment never came has no life at all", () => {
  for (const status of ["incomplete", "incomplete_expired"] as const) expect(turns({ status })).toEqual([]);
});
