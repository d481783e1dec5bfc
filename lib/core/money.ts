/** The currencies that Gatehouse sells in, as ISO 4217 in lower case, the way Stripe writes them. Both have two decimals. */
export const currencies = ["eur", "usd"] as const;
export type Currency = (typeof currencies)[number];

/** True for a currency that the catalogue has prices in. */
export function isCurrency(value: string): value is Currency {
  return (currencies as readonly string[]).includes(value);
}

/** An amount of minor units as people of this locale write it, e.g. "€ 8,00"; whole amounts may drop the decimals. */
export function formatMoney(
  amountMinor: number,
  currency: string,
  locale: string,
  options: { dropZeroDecimals?: boolean } = {},
): string {
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: currency.toUpperCase(),
    trailingZeroDisplay: options.dropZeroDecimals ? "stripIfInteger" : "auto",
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}
