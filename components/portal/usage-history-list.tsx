import { useFormatter, useTranslations } from "next-intl";
import { useStorageText } from "@/components/storage-text";
import { Card, CardTitle } from "@/components/ui/card";
import type { UsageEvent } from "@/lib/entitlements/usage-history";

/** What was stored and released last, and where. */
export function UsageHistoryList({ recent }: { recent: readonly UsageEvent[] }) {
  const t = useTranslations("portal.usage");
  const format = useFormatter();
  const storage = useStorageText();
  return (
    <Card aria-labelledby="usage-recent">
      <CardTitle id="usage-recent">{t("recent")}</CardTitle>
      {recent.length === 0 ? <p className="mt-3 text-soft-ink">{t("nothing")}</p> : null}
      <ul className="mt-2 divide-y divide-line">
        {recent.map(({ id, amount, occurredAt, device }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
            <div className="min-w-0">
              <p className="break-words font-medium">{device ?? t("noDevice")}</p>
              <p className="text-sm text-soft-ink">
                {format.dateTime(occurredAt, { dateStyle: "medium", timeStyle: "short" })}
              </p>
            </div>
            <p className={`figures font-semibold ${amount < 0 ? "text-leaf-ink" : ""}`}>
              {amount < 0 ? t("released", { amount: storage(-amount) }) : t("added", { amount: storage(amount) })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
