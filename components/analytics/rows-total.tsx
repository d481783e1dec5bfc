import { useTranslations } from "next-intl";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import type { TotalBehind } from "@/lib/analytics/total-behind";

type RowsTotalProps = { list: RevenueList; currency: string; total: TotalBehind | null };

/** What all rows, on this page and the next, are together: the figure that led here. */
export function RowsTotal({ list, currency, total }: RowsTotalProps) {
  const t = useTranslations("staff.revenue");
  const format = useRevenueFormat(currency);
  if (!total) return null;
  const { count, amountMinor } = total;
  if (amountMinor === null) return <Line>{t("total", { count })}</Line>;
  if (list === "at_risk") return <Line>{t("totalAtRisk", { count, amount: format.money(amountMinor) })}</Line>;
  const amount = list === "mrr" ? format.money(amountMinor) : format.moneyChange(amountMinor);
  return <Line>{t("totalAmount", { count, amount })}</Line>;
}

function Line({ children }: { children: string }) {
  return <p className="figures mb-3 text-sm text-soft-ink">{children}</p>;
}
