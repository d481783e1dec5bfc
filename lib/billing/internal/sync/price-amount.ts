import type Stripe from "stripe";

export type StatedPrice = Pick<Stripe.Price, "unit_amount" | "unit_amount_decimal">;

/**
 * The price of one seat in minor units, of which Stripe states what is no whole number with up to 12 decimals, in
 * `unit_amount_decimal`; null for a price in tiers, which states none.
 */
export function statedAmount(price: StatedPrice | undefined): number | null {
  const stated = price?.unit_amount ?? price?.unit_amount_decimal ?? null;
  return stated === null ? null : Number(stated);
}

export type ListedPrice = StatedPrice &
  Pick<Stripe.Price, "currency" | "transform_quantity"> & {
    recurring: Pick<Stripe.Price.Recurring, "usage_type"> | null;
  };

/** As `statedAmount`, where that times seats is what an interval costs: not of packages, by use, or in another currency. */
export function listedAmount(price: ListedPrice, currency: string): number | null {
  const isListed =
    price.currency === currency && !price.transform_quantity && price.recurring?.usage_type !== "metered";
  return isListed ? statedAmount(price) : null;
}
