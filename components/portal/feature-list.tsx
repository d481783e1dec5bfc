import { ChevronDown, Lock, LockOpen } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { WhyTrace } from "@/components/portal/why-trace";
import { useStorageText } from "@/components/storage-text";
import { Badge } from "@/components/ui/badge";
import { Card, CardTitle } from "@/components/ui/card";
import { Meter } from "@/components/ui/meter";
import { type FeatureKey, featureKeys } from "@/lib/catalog/features";
import type { Decision } from "@/lib/entitlements/decide-entitlements";

/** What the account may use, and behind each answer the way it came about. */
export function FeatureList({ decision }: { decision: Decision }) {
  const t = useTranslations("portal.features");
  return (
    <Card aria-labelledby="features-title">
      <CardTitle id="features-title">{t("title")}</CardTitle>
      <ul className="mt-2 divide-y divide-line">
        {featureKeys.map((feature) => (
          <FeatureRow key={feature} feature={feature} decision={decision} />
        ))}
      </ul>
    </Card>
  );
}

function FeatureRow({ feature, decision }: { feature: FeatureKey; decision: Decision }) {
  const t = useTranslations("portal.features");
  const names = useTranslations("catalog.features");
  const reasons = useTranslations("reasons");
  const format = useFormatter();
  const { active, reason, until } = decision.features[feature];
  const Icon = active ? LockOpen : Lock;
  return (
    <li className="py-6 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="text-lg">{names(`${feature}.name`)}</h3>
        <Badge tone={active ? "good" : "neutral"}>
          <Icon aria-hidden="true" />
          {active ? t("on") : t("off")}
          {active && until && reason !== "trial"
            ? ` ${t("until", { date: format.dateTime(until, { dateStyle: "medium" }) })}`
            : null}
        </Badge>
      </div>
      <p className="mt-1 text-soft-ink">{names(`${feature}.description`)}</p>
      <FeatureUsage feature={feature} decision={decision} />
      <details className="group mt-3">
        <summary className="-mx-2 inline-flex min-h-9 list-none items-center gap-1.5 rounded-lg px-2 text-[0.9375rem] font-semibold text-brass-ink hover:bg-brass-wash">
          {t("why")}
          <span className="sr-only">{names(`${feature}.name`)}</span>
          <ChevronDown aria-hidden="true" className="size-4 transition-transform group-open:rotate-180" />
        </summary>
        <div className="mt-2 rounded-control bg-sunken/70 p-5">
          <p className="font-medium">{reasons(reason)}</p>
          <WhyTrace feature={feature} decision={decision} />
        </div>
      </details>
    </li>
  );
}

function FeatureUsage({ feature, decision }: { feature: FeatureKey; decision: Decision }) {
  const t = useTranslations("portal.features");
  const name = useTranslations("catalog.features")(`${feature}.name`);
  const storage = useStorageText();
  const { limit, used } = decision.features[feature];
  if (limit === undefined || used === undefined) return null;
  const text = t("used", { used: storage(used), limit: storage(limit) });
  return (
    <div className="mt-4 max-w-md">
      <Meter value={used} max={limit} label={t("usage", { feature: name })} valueText={text} />
      <p className="figures mt-2 text-sm text-soft-ink">{text}</p>
      {used > limit ? <p className="mt-1 text-sm text-ember-ink">{t("over")}</p> : null}
    </div>
  );
}
