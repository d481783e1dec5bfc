import type { PaidPlanKey, PlanKey } from "@/lib/catalog/plans";
import type { Currency } from "@/lib/core/money";

export const intervals = ["month", "year"] as const;
export type Interval = (typeof intervals)[number];

const intervalWords = { month: "monthly", year: "yearly" } as const;

/** The name of a price in addresses, forms and Stripe's `lookup_key`, e.g. `pro_monthly_eur`. */
export type PriceKey = `${PaidPlanKey}_${(typeof intervalWords)[Interval]}_${Currency}`;

export type Price = {
  key: PriceKey;
  plan: PaidPlanKey;
  interval: Interval;
  currency: Currency;
  /** Per seat and interval, in minor units. */
  amountMinor: number;
  /**
   * Whether the amount would contain the tax: in euros, as consumers in Europe expect, and not in dollars. It is a mark on
   * Stripe's price and no more: Stripe is not told to count any tax, so that the amount is all that is paid.
   */
  taxBehavior: "inclusive" | "exclusive";
  /** Rises with each new amount of this key: Stripe's prices can't be changed, so a new amount is a new price. */
  version: number;
  /** True when nobody can buy it any more. Whoever pays it goes on doing so and keeps the plan. */
  retired: boolean;
};

/**
 * Every price there is or was. To change an amount, mark the line `retired` and add one with the next version; never
 * edit or remove a line, because somebody may still pay it.
 */
export const prices: readonly Price[] = [
  price("pro", "month", "eur", 600, 1, "retired"),
  price("pro", "month", "usd", 700, 1, "retired"),
  price("pro", "month", "eur", 800, 2),
  price("pro", "month", "usd", 900, 2),
  price("pro", "year", "eur", 8_000, 1),
  price("pro", "year", "usd", 9_000, 1),
  price("team", "month", "eur", 2_000, 1),
  price("team", "month", "usd", 2_200, 1),
  price("team", "year", "eur", 20_000, 1),
  price("team", "year", "usd", 22_000, 1),
];

function price(
  plan: PaidPlanKey,
  interval: Interval,
  currency: Currency,
  amountMinor: number,
  version: number,
  retired?: "retired",
): Price {
  const key: PriceKey = `${plan}_${intervalWords[interval]}_${currency}`;
  const taxBehavior = currency === "eur" ? "inclusive" : "exclusive";
  return { key, plan, interval, currency, amountMinor, taxBehavior, version, retired: retired === "retired" };
}

/** The price that is on sale under a key; null when there is none, or only retired ones. */
export function findPrice(key: string, list: readonly Price[] = prices): Price | null {
  return list.find((candidate) => candidate.key === key && !candidate.retired) ?? null;
}

/** What a plan costs now, per seat and interval; null for a plan that costs nothing. */
export function priceFor(plan: PlanKey, interval: Interval, currency: Currency): Price | null {
  return plan === "free" ? null : findPrice(`${plan}_${intervalWords[interval]}_${currency}`);
}

/** What paying by the year saves against twelve months; null for a plan that costs nothing. */
export function yearlySaving(plan: PlanKey, currency: Currency): { amountMinor: number; percent: number } | null {
  const monthly = priceFor(plan, "month", currency);
  const yearly = priceFor(plan, "year", currency);
  if (!monthly || !yearly) return null;
  const amountMinor = monthly.amountMinor * 12 - yearly.amountMinor;
  return { amountMinor, percent: Math.round((amountMinor / (monthly.amountMinor * 12)) * 100) };
}
