/** The currencies that Gatehouse sells in, as ISO 4217 in lower case, the way Stripe writes them. Both have two decimals. */
export const currencies = ["eur", "usd"] as const;
export type Currency = (typeof currencies)[number];

/** True for a currency that the catalogue has prices in. */
export function isCurrency(value: string): value is Currency {
  return (currencies as readonly string[]).includes(value);
}

/**
 * A whole amount as the database counts it, a 64-bit integer, as a number. Throws for one beyond 2^53 − 1, which no number
 * holds exactly and which the database refuses, too.
 */
export function toAmount(amountMinor: bigint): number;
export function toAmount(amountMinor: bigint | null): number | null;
export function toAmount(amountMinor: bigint | null): number | null {
  if (amountMinor === null) return null;
  const amount = Number(amountMinor);
  if (!Number.isSafeInteger(amount)) throw new RangeError("An amount is too large to be counted exactly.");
  return amount;
}

// What people call a currency's decimals is another thing: forints have none in shops and two at Stripe.
const wholeUnits = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" ");
const thousandths = "bhd jod kwd omr tnd".split(" ");

/** How many decimals the minor unit stands for that Stripe counts in (docs.stripe.com/currencies, "Special cases" too). */
export function decimalsOf(currency: string): number {
  return wholeUnits.includes(currency) ? 0 : thousandths.includes(currency) ? 3 : 2;
}

/**
 * An amount as people write it ("12,50", "12.50") in minor units of its currency; null for what is none, e.g. one with
 * more decimals than the currency has. Counted in digits, because 4.35 × 100 is not 435.
 */
export function parseMoney(text: string, currency: string): number | null {
  const [, whole = "", decimals = ""] = /^(\d{1,12})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? [];
  const count = decimalsOf(currency);
  return whole && decimals.length <= count ? Number(whole + decimals.padEnd(count, "0")) : null;
}

/**
 * An amount of minor units as people of this locale write it, e.g. "€ 8,00"; whole amounts may drop the decimals, and a
 * change has its sign also where it is a gain.
 */
export function formatMoney(
  amountMinor: number,
  currency: string,
  locale: string,
  options: { dropZeroDecimals?: boolean; isChange?: boolean } = {},
): string {
  const digits = decimalsOf(currency);
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: options.dropZeroDecimals ? "stripIfInteger" : "auto",
    signDisplay: options.isChange ? "exceptZero" : "auto",
  });
  return format.format(amountMinor / 10 ** digits);
}
