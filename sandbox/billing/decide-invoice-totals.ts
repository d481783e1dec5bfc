import type { Coupon, DiscountAmount, InvoiceLine } from "../core/wire";

export type AppliedDiscount = { id: string; coupon: Coupon };

type Discountable = Pick<InvoiceLine, "amount" | "currency" | "discountable" | "pricing">;

export type InvoiceTotals = {
  lines: InvoiceLine[];
  subtotal: number;
  total: number;
  total_discount_amounts: DiscountAmount[];
  amountDue: number;
  /** Added to the customer's balance when the invoice is finalised: positive uses up a credit, negative grants one. */
  balanceChange: number;
};

/**
 * An invoice's sums, in minor units. Discounts apply one after the other, each to what the ones before it left, and only
 * to lines above zero that can be discounted. A customer's credit (a balance below zero) pays first, a debt is added; a
 * total below zero becomes credit. Source: https://docs.stripe.com/billing/customer/balance
 */
export function decideInvoiceTotals(
  lines: readonly InvoiceLine[],
  discounts: readonly AppliedDiscount[],
  customerBalance: number,
): InvoiceTotals {
  const left = lines.map((line) => line.amount);
  const amounts: DiscountAmount[][] = lines.map(() => []);
  const totals = discounts.map(({ id, coupon }): DiscountAmount => {
    const reductions = decideReductions(lines, left, coupon);
    reductions.forEach((amount, index) => {
      left[index] = (left[index] ?? 0) - amount;
      if (amount > 0) amounts[index]?.push({ amount, discount: id });
    });
    return { amount: sum(reductions), discount: id };
  });
  const subtotal = sum(lines.map((line) => line.amount));
  const total = sum(left);
  const amountDue = total > 0 ? Math.max(0, total + customerBalance) : 0;
  return {
    lines: lines.map((line, index) => ({ ...line, discount_amounts: amounts[index] ?? [], subtotal: line.amount })),
    subtotal,
    total,
    total_discount_amounts: totals,
    amountDue,
    balanceChange: total - amountDue,
  };
}

/** What one coupon takes off each line. An amount is spread over the lines so that its parts add up exactly. */
export function decideReductions(lines: readonly Discountable[], left: readonly number[], coupon: Coupon): number[] {
  const open = lines.map((line, index) => (isEligible(line, coupon) ? Math.max(0, left[index] ?? 0) : 0));
  if (coupon.percent_off !== null) return open.map((amount) => Math.round((amount * (coupon.percent_off ?? 0)) / 100));
  const all = sum(open);
  const off = Math.min(all, coupon.amount_off ?? 0);
  let seen = 0;
  return open.map((amount) => {
    const before = all === 0 ? 0 : Math.round((off * seen) / all);
    seen += amount;
    return all === 0 ? 0 : Math.round((off * seen) / all) - before;
  });
}

function isEligible(line: Discountable, coupon: Coupon): boolean {
  if (!line.discountable) return false;
  if (coupon.amount_off !== null && coupon.currency !== line.currency) return false;
  const products = coupon.applies_to?.products;
  return !products || products.includes(line.pricing?.price_details?.product ?? "");
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
