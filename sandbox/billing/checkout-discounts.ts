import type { CheckoutFacts } from "../core/facts";
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
  const bill = { amount: sum(lines.map((line) => line.amount_subtotal)), currency: lines[0]?.currency ?? "usd" };
  const { coupon, code } = requireRedeemable(tx, input, customer, "discounts[0]", bill);
  const totals = decideCheckoutTotals(lines, coupon);
  return {
    session: {
      ...sessionTotals(totals, { trialPeriodDays, balance: balanceThatPays(tx, lines, customer) }),
      discounts: [{ coupon: code ? null : coupon.id, promotion_code: code?.id ?? null }],
    },
    facts: { discounts: [code ? { promotion_code: code.id } : { coupon: coupon.id }], lines: totals.lines },
  };
}

type Context = { lines: CheckoutLine[]; trialPeriodDays: number | null; customer: string | null };

/** The sums of a session for which nothing was asked: a customer's own discount and balance count all the same. */
export function decideUsualTotals(tx: Tx, { lines, trialPeriodDays, customer }: Context) {
  const subscribes = lines.some(({ price }) => price.recurring);
  const discount = subscribes && customer ? tx.get("customer", customer).discount : null;
  const totals = decideCheckoutTotals(lines, discount && tx.get("coupon", discount.source.coupon));
  const balance = balanceThatPays(tx, lines, customer);
  return { session: sessionTotals(totals, { trialPeriodDays, balance }), lines: totals.lines };
}

/** Only an invoice is paid from a balance, and only a subscription's checkout makes one. Below zero is credit. */
function balanceThatPays(tx: Tx, lines: readonly CheckoutLine[], customer: string | null): number {
  const known = customer && lines.some(({ price }) => price.recurring) ? tx.find("customer", customer) : null;
  return known?.balance ?? 0;
}

/** Nothing is due during a trial, so nothing is taken off yet either. */
function sessionTotals(
  { subtotal, discount, total }: CheckoutTotals,
  { trialPeriodDays, balance }: { trialPeriodDays: number | null; balance: number },
) {
  const isTrial = trialPeriodDays !== null;
  return {
    amount_subtotal: isTrial ? 0 : subtotal,
    amount_total: isTrial || total === 0 ? 0 : Math.max(0, total + balance),
    total_details: { amount_discount: isTrial ? 0 : discount, amount_shipping: 0, amount_tax: 0 },
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
