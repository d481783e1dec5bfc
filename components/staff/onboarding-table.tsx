import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { dayMs, hourMs, minuteMs, secondMs } from "@/lib/core/time";
import type { OnboardingMeasure } from "@/lib/onboarding/measure";

/** Each step: how many took it, which share of all who began that is, and how long half of them took at most. */
export function OnboardingTable({ measure }: { measure: OnboardingMeasure }) {
  const t = useTranslations("staff.onboarding");
  const names = useTranslations("onboarding.steps");
  const format = useFormatter();
  const duration = useDuration();
  const share = (count: number) =>
    format.number(count / measure.accounts, { style: "percent", maximumFractionDigits: 0 });
  return (
    <Table label={t("title")}>
      <TableHead>
        <tr>
          <HeaderCell>{t("step")}</HeaderCell>
          <HeaderCell className="text-right">{t("done")}</HeaderCell>
          <HeaderCell className="text-right">{t("share")}</HeaderCell>
          <HeaderCell className="text-right">{t("skipped")}</HeaderCell>
          <HeaderCell className="text-right">{t("median")}</HeaderCell>
        </tr>
      </TableHead>
      <TableBody>
        {measure.steps.map(({ step, done, skipped, medianMs }) => (
          <TableRow key={step}>
            <Cell className="font-semibold">{names(`${step}.title`)}</Cell>
            <Cell className="figures text-right">{format.number(done)}</Cell>
            <Cell className="figures text-right">{share(done)}</Cell>
            <Cell className="figures text-right">{format.number(skipped)}</Cell>
            <Cell className="figures whitespace-nowrap text-right">{medianMs === null ? "–" : duration(medianMs)}</Cell>
          </TableRow>
        ))}
        <TableRow>
          <Cell className="font-semibold">{t("all")}</Cell>
          <Cell className="figures text-right">{format.number(measure.finished)}</Cell>
          <Cell className="figures text-right">{share(measure.finished)}</Cell>
          <Cell />
          <Cell />
        </TableRow>
      </TableBody>
    </Table>
  );
}

/** A length of time in the largest unit that fits once, rounded. */
function useDuration(): (ms: number) => string {
  const t = useTranslations("staff.onboarding.duration");
  return (ms) => {
    if (ms < minuteMs) return t("seconds", { count: Math.round(ms / secondMs) });
    if (ms < hourMs) return t("minutes", { count: Math.round(ms / minuteMs) });
    return ms < dayMs ? t("hours", { count: Math.round(ms / hourMs) }) : t("days", { count: Math.round(ms / dayMs) });
  };
}
