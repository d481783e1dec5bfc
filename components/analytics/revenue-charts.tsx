import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/analytics/chart-card";
import { type ChartValue, useChartParts } from "@/components/analytics/chart-parts";
import { MonthTable } from "@/components/analytics/month-table";
import { niceScale } from "@/components/analytics/nice-scale";
import { Plot } from "@/components/analytics/plot";
import { BarLayer, LineLayer } from "@/components/analytics/plot-layers";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import type { MonthFigures, MovementSums } from "@/lib/analytics/revenue-months";

type ChartProps = { months: MonthFigures[]; currency: string; className?: string };

/** Recurring revenue at each month's end. */
export function MrrChart({ months, currency, className }: ChartProps) {
  const t = useTranslations("staff.overview");
  const format = useRevenueFormat(currency);
  const values: ChartValue[] = [
    { label: t("mrr"), text: ({ closingMinor }) => format.money(closingMinor), list: "mrr" },
    { label: t("payingAccounts"), text: ({ payingAtEnd }) => format.count(payingAtEnd), list: "mrr" },
  ];
  const { columns, rows, labels } = useChartParts(months, currency, values, "mrr");
  const scale = niceScale(months.map(({ closingMinor }) => closingMinor));
  const [first, last] = [months[0], months.at(-1)];
  const summary =
    first && last
      ? t("mrrSummary", {
          from: format.money(first.closingMinor),
          start: format.month(first.month),
          to: format.money(last.closingMinor),
        })
      : "";
  return (
    <ChartCard
      id="mrr-chart"
      title={t("mrrTitle")}
      unit={t("mrrUnit", { currency: currency.toUpperCase() })}
      definition={<p>{t("define.mrr")}</p>}
      className={className}
      chart={
        <Plot summary={summary} scale={scale} tickText={format.shortMoney} columns={columns} className="h-64 sm:h-80">
          <LineLayer
            scale={scale}
            values={months.map(({ closingMinor }) => closingMinor)}
            className="text-chart-main"
            isArea
          />
        </Plot>
      }
      table={<MonthTable label={t("mrrTitle")} columns={labels} rows={rows} />}
    />
  );
}

/** As classes of the background, one for each kind of movement, in the order in which they are stacked. */
const movementColors = {
  new: "bg-chart-main",
  expansion: "bg-chart-more",
  reactivation: "bg-chart-back",
  contraction: "bg-chart-less",
  churn: "bg-chart-lost",
} as const satisfies Record<keyof MovementSums, string>;
const movementKinds = Object.keys(movementColors) as (keyof MovementSums)[];

/** What revenue gained and lost in each month. */
export function MovementsChart({ months, currency, className }: ChartProps) {
  const t = useTranslations("staff.overview");
  const format = useRevenueFormat(currency);
  const net = ({ openingMinor, closingMinor }: MonthFigures) => closingMinor - openingMinor;
  const values: ChartValue[] = [
    ...movementKinds.map((kind) => ({
      label: t(`kind.${kind}`),
      text: ({ movements }: MonthFigures) => format.money(movements[kind].amountMinor),
      list: kind,
      color: movementColors[kind],
    })),
    { label: t("net"), text: (figures) => format.moneyChange(net(figures)), list: "movements" },
  ];
  const { columns, rows, labels } = useChartParts(months, currency, values, "movements");
  const sums = months.flatMap(({ movements }) => [
    movements.new.amountMinor + movements.expansion.amountMinor + movements.reactivation.amountMinor,
    movements.contraction.amountMinor + movements.churn.amountMinor,
  ]);
  const scale = niceScale(sums);
  const total = months.reduce((sum, figures) => sum + net(figures), 0);
  return (
    <ChartCard
      id="movements-chart"
      title={t("movementsTitle")}
      unit={t("movementsUnit", { currency: currency.toUpperCase() })}
      definition={
        <>
          <p>{t("define.movements")}</p>
          {movementKinds.map((kind) => (
            <p key={kind}>
              <strong className="text-ink">{t(`kind.${kind}`)}</strong>: {t(`kindMeaning.${kind}`)}
            </p>
          ))}
        </>
      }
      series={movementKinds.map((kind) => ({ key: kind, label: t(`kind.${kind}`), color: movementColors[kind] }))}
      className={className}
      chart={
        <Plot
          summary={t("movementsSummary", { change: format.moneyChange(total) })}
          scale={scale}
          tickText={format.shortMoney}
          columns={columns}
          className="h-64 sm:h-72"
        >
          <BarLayer
            scale={scale}
            bars={months.map(({ month, movements }) => ({
              month,
              parts: movementKinds.map((kind) => ({
                key: kind,
                value: movements[kind].amountMinor,
                className: movementColors[kind],
              })),
            }))}
          />
        </Plot>
      }
      table={<MonthTable label={t("movementsTitle")} columns={labels} rows={rows} />}
    />
  );
}

/** The share of customers, and of revenue, that each month lost. */
export function ChurnChart({ months, currency, className }: ChartProps) {
  const t = useTranslations("staff.overview");
  const format = useRevenueFormat(currency);
  const values: ChartValue[] = [
    {
      label: t("byCustomers"),
      text: ({ customerChurn }) => format.share(customerChurn),
      list: "churn",
      color: "bg-chart-lost",
    },
    {
      label: t("byMoney"),
      text: ({ revenueChurn }) => format.share(revenueChurn),
      list: "losses",
      color: "bg-chart-less",
    },
  ];
  const { columns, rows, labels } = useChartParts(months, currency, values, "churn");
  const scale = niceScale(months.flatMap(({ customerChurn, revenueChurn }) => [customerChurn ?? 0, revenueChurn ?? 0]));
  const latest = months.at(-2);
  return (
    <ChartCard
      id="churn-chart"
      title={t("churnTitle")}
      unit={t("churnUnit")}
      definition={
        <>
          <p>
            <strong className="text-ink">{t("byCustomers")}</strong>: {t("define.customerChurn")}
          </p>
          <p>
            <strong className="text-ink">{t("byMoney")}</strong>: {t("define.revenueChurn")}
          </p>
        </>
      }
      series={values.map(({ label, color = "", list }) => ({ key: label, label, color, isDashed: list === "losses" }))}
      className={className}
      chart={
        <Plot
          summary={t("churnSummary", {
            month: latest ? format.month(latest.month) : "–",
            customers: format.share(latest?.customerChurn ?? null),
            money: format.share(latest?.revenueChurn ?? null),
          })}
          scale={scale}
          tickText={format.share}
          columns={columns}
          className="h-56"
        >
          <LineLayer
            scale={scale}
            values={months.map(({ revenueChurn }) => revenueChurn)}
            className="text-chart-less"
            isDashed
          />
          <LineLayer
            scale={scale}
            values={months.map(({ customerChurn }) => customerChurn)}
            className="text-chart-lost"
          />
        </Plot>
      }
      table={<MonthTable label={t("churnTitle")} columns={labels} rows={rows} />}
    />
  );
}
