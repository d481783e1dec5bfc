import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/analytics/chart-card";
import { type ChartValue, useChartParts } from "@/components/analytics/chart-parts";
import { MonthTable } from "@/components/analytics/month-table";
import { niceScale } from "@/components/analytics/nice-scale";
import { Plot } from "@/components/analytics/plot";
import { BarLayer, LineLayer } from "@/components/analytics/plot-layers";
import { useRevenueFormat } from "@/components/analytics/revenue-format";
import type { MonthFigures } from "@/lib/analytics/revenue-months";

type ChartProps = { months: MonthFigures[]; currency: string };

/** Subscriptions that run at each month's end. */
export function SubscriptionsChart({ months, currency }: ChartProps) {
  const t = useTranslations("staff.overview");
  const format = useRevenueFormat(currency);
  const values: ChartValue[] = [
    { label: t("active"), text: ({ activeSubscriptions }) => format.count(activeSubscriptions), list: "subscriptions" },
  ];
  const { columns, rows, labels } = useChartParts(months, currency, values, "subscriptions");
  const counts = months.map(({ activeSubscriptions }) => activeSubscriptions);
  const scale = niceScale(counts, 4, 1);
  return (
    <ChartCard
      id="subscriptions-chart"
      title={t("active")}
      unit={t("activeUnit")}
      definition={<p>{t("define.active")}</p>}
      chart={
        <Plot
          summary={t("activeSummary", { from: format.count(counts[0] ?? 0), to: format.count(counts.at(-1) ?? 0) })}
          scale={scale}
          tickText={format.count}
          columns={columns}
          className="h-56"
        >
          <LineLayer scale={scale} values={counts} className="text-chart-main" isArea />
        </Plot>
      }
      table={<MonthTable label={t("active")} columns={labels} rows={rows} />}
    />
  );
}

/** Trials by the month in which they ended: those that somebody paid after, and those that nobody did. */
export function TrialsChart({ months, currency }: ChartProps) {
  const t = useTranslations("staff.overview");
  const format = useRevenueFormat(currency);
  const values: ChartValue[] = [
    { label: t("trialsStarted"), text: ({ trialsStarted }) => format.count(trialsStarted), list: "trial_started" },
    { label: t("trialsEnded"), text: ({ trialsEnded }) => format.count(trialsEnded), list: "trial_ended" },
    {
      label: t("trialsConverted"),
      text: ({ trialsConverted }) => format.count(trialsConverted),
      list: "trial_converted",
      color: "bg-chart-main",
    },
    { label: t("trialConversion"), text: ({ trialConversion }) => format.share(trialConversion), list: "trial_ended" },
  ];
  const { columns, rows, labels } = useChartParts(months, currency, values, "trial_ended");
  const scale = niceScale(
    months.map(({ trialsEnded }) => trialsEnded),
    4,
    1,
  );
  const [ended, converted] = [sum(months, "trialsEnded"), sum(months, "trialsConverted")];
  const series = [
    { key: "converted", label: t("trialsConverted"), color: "bg-chart-main" },
    { key: "lost", label: t("trialsLost"), color: "bg-chart-rest" },
  ];
  return (
    <ChartCard
      id="trials-chart"
      title={t("trialsTitle")}
      unit={t("trialsUnit")}
      definition={<p>{t("define.trialConversion")}</p>}
      series={series}
      chart={
        <Plot
          summary={t("trialsSummary", { ended: format.count(ended), converted: format.count(converted) })}
          scale={scale}
          tickText={format.count}
          columns={columns}
          className="h-56"
        >
          <BarLayer
            scale={scale}
            bars={months.map(({ month, trialsEnded, trialsConverted }) => ({
              month,
              parts: [
                { key: "converted", value: trialsConverted, className: "bg-chart-main" },
                { key: "lost", value: trialsEnded - trialsConverted, className: "bg-chart-rest" },
              ],
            }))}
          />
        </Plot>
      }
      table={<MonthTable label={t("trialsTitle")} columns={labels} rows={rows} />}
    />
  );
}

function sum(months: readonly MonthFigures[], figure: "trialsEnded" | "trialsConverted"): number {
  return months.reduce((total, figures) => total + figures[figure], 0);
}
