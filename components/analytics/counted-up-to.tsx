import { useFormatter, useTranslations } from "next-intl";
import type { RevenueOverview } from "@/lib/analytics/revenue-overview";

/** How fresh the figures are, and whether some accounts are still being counted. */
export function CountedUpTo({ overview: { countedAt, waiting, isMoreWaiting } }: { overview: RevenueOverview }) {
  const t = useTranslations("staff.overview");
  const format = useFormatter();
  const at = format.dateTime(countedAt, { dateStyle: "long", timeStyle: "short" });
  return (
    <p className="mt-1 text-sm text-soft-ink">
      {t("countedAt", { at: `${at} UTC` })}{" "}
      {waiting > 0 ? t(isMoreWaiting ? "waitingMany" : "waiting", { count: waiting }) : null}
    </p>
  );
}
