import { expect, test } from "vitest";
import { decideNextCharge } from "@/lib/billing/billing-overview";

const periodEnd = new Date("2026-12-01T00:00:00Z");
const retryAt = new Date("2026-11-25T00:00:00Z");
const team = {
  status: "active",
  amountMinor: 2_000,
  quantity: 3,
  currency: "eur",
  cancelAtPeriodEnd: false,
  cancelAt: null,
  currentPeriodEnd: periodEnd,
} as const;
const renewal = { amountMinor: 6_000, currency: "eur", at: periodEnd };
const failed = { amountDueMinor: 5_500, currency: "eur", nextPaymentAttemptAt: retryAt };

test.each([
  ["a subscription that renews, for every seat", team, null, renewal],
  ["a trial, at its end", { ...team, status: "trialing" }, null, renewal],
  ["a cancelled one", { ...team, cancelAtPeriodEnd: true }, null, null],
  ["one that ends before its period does", { ...team, cancelAt: retryAt }, null, null],
  ["one that ends after another period", { ...team, cancelAt: new Date("2027-01-01T00:00:00Z") }, null, renewal],
  [
    "a payment that is tried again, with what is owed",
    { ...team, status: "past_due" },
    failed,
    { amountMinor: 5_500, currency: "eur", at: retryAt },
  ],
  ["an open invoice that is not tried again", team, { ...failed, nextPaymentAttemptAt: null }, renewal],
  ["an ended one", { ...team, status: "canceled" }, null, null],
  ["a paused one", { ...team, status: "paused" }, null, null],
  ["one whose status we do not know", { ...team, status: "unknown" }, null, null],
] as const)("what is charged next for %s", (_title, subscription, invoice, expected) => {
  expect(decideNextCharge(subscription, invoice)).toEqual(expected);
});
