import type { MonthRow } from "@/components/analytics/month-table";
import type { PlotColumn } from "@/components/analytics/plot";
import { rowsAddress } from "@/components/analytics/revenue-address";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import type { MonthFigures } from "@/lib/analytics/revenue-months";
import { monthKey } from "@/lib/core/months";

/** One thing that a chart shows of each month. */
export type ChartValue = {
  label: string;
  text: (figures: MonthFigures) => string;
  /** The rows behind it. */
  list: RevenueList;
  /** As in the legend. */
  color?: string;
};

/** The columns of a chart's picture and the rows of its table, which say the same. */
export function useChartParts(months: MonthFigures[], currency: string, values: ChartValue[], mainList: RevenueList) {
  const format = useRevenueFormat(currency);
  const columns: PlotColumn[] = months.map((figures, index) => ({
    key: monthKey(figures.month),
    label: format.shortMonth(figures.month),
    year: index === 0 || figures.month.getUTCMonth() === 0 ? String(figures.month.getUTCFullYear()) : null,
    title: format.month(figures.month),
    facts: values.map(({ label, text, color }) => ({ label, value: text(figures), color })),
    href: rowsAddress(mainList, currency, figures.month),
  }));
  const rows: MonthRow[] = months.map((figures) => ({
    key: monthKey(figures.month),
    name: format.month(figures.month),
    isRunning: figures.isRunning,
    cells: values.map(({ text, list }) => ({ value: text(figures), href: rowsAddress(list, currency, figures.month) })),
  }));
  return { columns, rows, labels: values.map(({ label }) => label) };
}
