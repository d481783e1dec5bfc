import { useTranslations } from "next-intl";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import type { RevenueOverview } from "@/lib/analytics/revenue-overview";
import { totalBehind } from "@/lib/analytics/total-behind";

type RowsTotalProps = { list: RevenueList; month: Date; currency: string; overview: RevenueOverview };

/** What all rows, on this page and the next, are together: the figure that led here. */
export function RowsTotal({ list, month, currency, overview }: RowsTotalProps) {
  const t = useTranslations("staff.revenue");
  const format = useRevenueFormat(currency);
  // A currency without revenue has no figures; the overview then shows another.
  if (overview.currency !== currency) return null;
  if (list === "at_risk") {
    const { accounts, amountMinor } = overview.atRisk;
    if (accounts === 0) return null;
    return <Line>{t("totalAtRisk", { count: accounts, amount: format.money(amountMinor) })}</Line>;
  }
  const figures = overview.months.find((one) => one.month.getTime() === month.getTime());
  const { count, amountMinor } = figures ? totalBehind(list, figures) : { count: 0, amountMinor: null };
  if (count === 0) return null;
  if (amountMinor === null) return <Line>{t("total", { count })}</Line>;
  const amount = list === "mrr" ? format.money(amountMinor) : format.moneyChange(amountMinor);
  return <Line>{t("totalAmount", { count, amount })}</Line>;
}

function Line({ children }: { children: string }) {
  return <p className="figures mb-3 text-sm text-soft-ink">{children}</p>;
}
