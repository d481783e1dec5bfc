import { useTranslations } from "next-intl";
import { WhyTrace } from "@/components/portal/why-trace";
import { Instant } from "@/components/staff/instant";
import { useStorageText } from "@/components/storage-text";
import { Badge } from "@/components/ui/badge";
import { featureKeys } from "@/lib/catalog/features";
import type { Decision } from "@/lib/entitlements/decide-entitlements";

/** What the customer may use, with the same reasons and the same trace that they see themselves. */
export function CustomerEntitlements({ decision }: { decision: Decision }) {
  const t = useTranslations("portal.features");
  const staff = useTranslations("staff.customer");
  const names = useTranslations("catalog.features");
  const reasons = useTranslations("reasons");
  const storage = useStorageText();
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-card text-sm">
      {featureKeys.map((feature) => {
        const { active, reason, until, limit, used } = decision.features[feature];
        return (
          <li key={feature}>
            <details className="group">
              <summary className="block list-none px-5 py-3.5 outline-offset-[-2px]">
                <span className="flex items-center gap-x-3">
                  <span className="font-semibold">{names(`${feature}.name`)}</span>
                  <Badge tone={active ? "good" : "neutral"}>{active ? t("on") : t("off")}</Badge>
                  <span className="ml-auto font-semibold text-brass-ink">{t("why")}</span>
                </span>
                <span className="mt-1 block text-soft-ink">{reasons(reason)}</span>
                {until || (limit !== undefined && used !== undefined) ? (
                  <span className="figures mt-1 flex flex-wrap gap-x-4 text-soft-ink">
                    {limit !== undefined && used !== undefined ? (
                      <span>{t("used", { used: storage(used), limit: storage(limit) })}</span>
                    ) : null}
                    {until ? (
                      <span>
                        {staff("until")} <Instant at={until} />
                      </span>
                    ) : null}
                  </span>
                ) : null}
              </summary>
              <div className="px-5 pb-5">
                <WhyTrace feature={feature} decision={decision} />
              </div>
            </details>
          </li>
        );
      })}
    </ul>
  );
}
