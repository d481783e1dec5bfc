import { useFormatter, useTranslations } from "next-intl";

/** A moment, exact to the minute and in UTC, because staff compare it with logs. */
export function Instant({ at }: { at: Date | null }) {
  const format = useFormatter();
  const t = useTranslations("staff.customer");
  if (!at) return <span className="text-soft-ink">{t("never")}</span>;
  return (
    <time dateTime={at.toISOString()} className="figures whitespace-nowrap">
      {format.dateTime(at, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}

/** An id, to be read, compared and copied. */
export function Id({ children }: { children: string }) {
  return <code className="break-all font-mono text-xs">{children}</code>;
}
