import Stripe from "stripe";
import { expect, test } from "vitest";
import { toUnitAmount } from "@/lib/billing/stripe-facts";

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
