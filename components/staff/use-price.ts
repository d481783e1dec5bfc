import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "@/lib/core/money";

/** Writes what a subscription costs, and how often; null stands for a price that is no one amount, e.g. in tiers or by use. */
export function usePrice() {
  const t = useTranslations("staff.customers");
  const locale = useLocale();
  return (priceMinor: number | null, currency: string, interval: string | null = null): string => {
    const amount = priceMinor === null ? t("varying") : formatMoney(priceMinor, currency, locale);
    return interval ? t(interval === "month" ? "perMonth" : "perYear", { amount }) : amount;
  };
}
