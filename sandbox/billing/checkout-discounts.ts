import type { CheckoutFacts } from "../core/collections";
import type { Tx } from "../core/tx";
import type { CheckoutLine, CheckoutSession, Coupon } from "../core/wire";
import { decideReductions } from "./decide-invoice-totals";
import { type DiscountInput, requireRedeemable } from "./discounts";

type CheckoutTotals = { lines: CheckoutLine[]; subtotal: number; discount: number; total: number };

/** A session's sums in minor units, taken off line by line as its invoice will do it. */
function decideCheckoutTotals(lines: readonly CheckoutLine[], coupon: Coupon | null): CheckoutTotals {
  const amounts = lines.map((line) => line.amount_subtotal);
  const discountable = lines.map(({ amount_subtotal, currency, price }) => ({
    amount: amount_subtotal,
    currency,
    discountable: true,
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: "price_details" as const,
      unit_amount_decimal: price.unit_amount_decimal,
    },
  }));
  const off = coupon ? decideReductions(discountable, amounts, coupon) : amounts.map(() => 0);
  const discounted = lines.map((line, index) => {
    const amount_discount = off[index] ?? 0;
    return { ...line, amount_discount, amount_total: line.amount_subtotal - amount_discount };
  });
  const subtotal = sum(amounts);
  const discount = sum(off);
  return { lines: discounted, subtotal, discount, total: subtotal - discount };
}

/** What a discount changes of a session and of what is remembered about it. Throws 400 when it can't be redeemed. */
export function decideDiscount(
  tx: Tx,
  input: DiscountInput,
  {
    lines,
    trialPeriodDays,
    customer,
  }: { lines: CheckoutLine[]; trialPeriodDays: number | null; customer: string | null },
): { session: Partial<CheckoutSession>; facts: Pick<CheckoutFacts, "discounts" | "lines"> } {
  const { coupon, code } = requireRedeemable(tx, input, customer, "discounts[0]");
  const totals = decideCheckoutTotals(lines, coupon);
  // Nothing is due during a trial, so nothing is taken off yet.
  const isTrial = trialPeriodDays !== null;
  return {
    session: {
      amount_subtotal: isTrial ? 0 : totals.subtotal,
      amount_total: isTrial ? 0 : totals.total,
      discounts: [{ coupon: code ? null : coupon.id, promotion_code: code?.id ?? null }],
      total_details: { amount_discount: isTrial ? 0 : totals.discount, amount_shipping: 0, amount_tax: 0 },
    },
    facts: { discounts: [code ? { promotion_code: code.id } : { coupon: coupon.id }], lines: totals.lines },
  };
}

/** Carries out a code that the customer typed on the page; an intent of an earlier attempt follows. */
export function applyPromotionCode(tx: Tx, session: CheckoutSession, typed: string): void {
  const facts = tx.get("checkout_facts", session.id);
  const wanted = typed.trim().toLowerCase();
  const [found] = tx.filter("promotion_code", (code) => code.active && code.code.toLowerCase() === wanted);
  const input = { promotion_code: found?.id ?? typed.trim() };
  const change = decideDiscount(tx, input, { ...facts, customer: session.customer });
  tx.put("checkout_facts", { ...facts, ...change.facts });
  tx.update("checkout.session", session, change.session, null);
  const intent = facts.paymentIntent ? tx.get("payment_intent", facts.paymentIntent) : null;
  const amount = change.session.amount_total;
  if (intent && amount) tx.update("payment_intent", intent, { amount }, null);
}

/** A one-time payment has no subscription to hold the discount, so its redemption is only counted. */
export function countRedemption(tx: Tx, session: CheckoutSession): void {
  for (const input of tx.get("checkout_facts", session.id).discounts ?? []) {
    const { coupon, code } = requireRedeemable(tx, input, session.customer, "discounts[0]");
    tx.update("coupon", coupon, { times_redeemed: coupon.times_redeemed + 1 }, null);
    if (code) tx.update("promotion_code", code, { times_redeemed: code.times_redeemed + 1 }, null);
  }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
