import { type Interval, intervals } from "@/lib/catalog/prices";
import { type Currency, isCurrency } from "@/lib/core/money";

/** Which prices are shown. It lives in the address, so that it can be shared and works without scripts. */
export type PriceChoice = { interval: Interval; currency: Currency };

type SearchParams = Record<string, string | string[] | undefined>;

/** What the address asks for; anything unknown becomes the default, by the year and in euros. */
export function readPriceChoice(params: SearchParams): PriceChoice {
  const { interval, currency } = params;
  return {
    interval: intervals.find((known) => known === interval) ?? "year",
    currency: typeof currency === "string" && isCurrency(currency) ? currency : "eur",
  };
}

/** The address of the pricing page with this choice. */
export function pricingPath({ interval, currency }: PriceChoice): `/${string}` {
  return `/pricing?interval=${interval}&currency=${currency}`;
}
