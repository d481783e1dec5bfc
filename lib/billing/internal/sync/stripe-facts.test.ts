import Stripe from "stripe";
import { expect, test } from "vitest";
import { toDisputeFacts, toUnitAmount } from "@/lib/billing/internal/sync/stripe-facts";

test.each([
  ["of whole minor units", { unit_amount: 800, unit_amount_decimal: Stripe.Decimal.from("800") }, 800],
  ["below the minor unit", { unit_amount: null, unit_amount_decimal: Stripe.Decimal.from("0.5") }, 0.5],
  [
    "of twelve decimals",
    { unit_amount: null, unit_amount_decimal: Stripe.Decimal.from("0.123456789012") },
    0.123456789012,
  ],
  ["of nothing", { unit_amount: 0, unit_amount_decimal: Stripe.Decimal.from("0") }, 0],
  ["in tiers, which states none,", { unit_amount: null, unit_amount_decimal: null }, 33.333333333333],
  ["that a line has none of", undefined, 33.333333333333],
])("the price of one seat %s is kept as exactly as our column does", (_what, price, unitAmount) => {
  expect(toUnitAmount(price, { amount: 100, quantity: 3 })).toBe(unitAmount);
});

/** As much of a dispute as we read. */
const dispute = (facts: { status?: string; booked?: number[]; dueBy?: number | null }) =>
  toDisputeFacts({
    ...{ id: "du_1", charge: "ch_1", created: 1_700_000_000, currency: "eur", amount: 800, reason: "fraudulent" },
    status: facts.status ?? "needs_response",
    balance_transactions: (facts.booked ?? []).map((amount) => ({ amount })),
    evidence_details: { due_by: facts.dueBy === undefined ? 1_700_086_400 : facts.dueBy },
  });

test.each([
  ["nothing was booked, as while a bank only asks", [], false],
  ["the amount was taken", [-800], true],
  ["it came back", [-800, 800], false],
  ["it came back at another rate of exchange", [-801, 799], false],
  ["it was taken once more", [-800, 800, -800], true],
])("whether a disputed amount is gone is read from what was booked: %s", (_what, booked, isWithdrawn) => {
  for (const status of ["won", "lost", "something_new"])
    expect(dispute({ status, booked })).toMatchObject({ isWithdrawn });
});

test("a status of a dispute that we don't know is unknown, and a bank that takes no evidence has no date for it", () => {
  expect(dispute({ status: "something_new", dueBy: 0 })).toMatchObject({ status: "unknown", evidenceDueAt: null });
  expect(dispute({ status: "prevented", dueBy: null })).toMatchObject({ status: "prevented", evidenceDueAt: null });
  expect(dispute({}).evidenceDueAt).toEqual(new Date("2023-11-15T22:13:20Z"));
});
