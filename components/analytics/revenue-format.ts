import { useFormatter, useLocale, useTranslations } from "next-intl";
import { isPlanKey } from "@/lib/catalog/plans";
import { decimalsOf, formatMoney } from "@/lib/core/money";

/** How the figures of revenue are written, in the reader's language and one currency. */
export function useRevenueFormat(currency: string) {
  const locale = useLocale();
  const format = useFormatter();
  const plans = useTranslations("catalog.plans");
  return {
    money: (amountMinor: number) => formatMoney(amountMinor, currency, locale),
    /** With its sign, also where it is a gain. */
    moneyChange: (amountMinor: number) => formatMoney(amountMinor, currency, locale, { isChange: true }),
    /** Short, for an axis. */
    shortMoney: (amountMinor: number) =>
      format.number(amountMinor / 10 ** decimalsOf(currency), {
        style: "currency",
        currency: currency.toUpperCase(),
        notation: "compact",
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      }),
    count: (count: number) => format.number(count),
    /** With its sign, also where it is a gain. */
    countChange: (count: number) => format.number(count, { signDisplay: "exceptZero" }),
    /** A share of one with its sign. */
    shareChange: (share: number) =>
      format.number(share, { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" }),
    /** A share of one as a percentage; a dash where there is none. */
    share: (share: number | null) =>
      share === null ? "–" : format.number(share, { style: "percent", maximumFractionDigits: 1 }),
    /** Without its year, where that is plain. */
    monthName: (month: Date) => format.dateTime(month, { month: "long" }),
    month: (month: Date) => format.dateTime(month, { month: "long", year: "numeric" }),
    shortMonth: (month: Date) => format.dateTime(month, { month: "short" }),
    plan: (key: string | null) => (isPlanKey(key) ? plans(`${key}.name`) : key),
  };
}
