import { useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import { useStorageText } from "@/components/storage-text";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Meter } from "@/components/ui/meter";
import type { MeteredFeatureKey } from "@/lib/catalog/features";
import type { Decision } from "@/lib/entitlements/decide-entitlements";

type UsageMeterProps = { feature: MeteredFeatureKey; decision: Decision; isOwner: boolean };

/** How much of a limit is in use, how much is left, and what happens at its end. */
export function UsageMeter({ feature, decision, isOwner }: UsageMeterProps) {
  const t = useTranslations("portal.usage");
  const catalog = useTranslations("catalog");
  const storage = useStorageText();
  const { used = 0, limit = 0 } = decision.features[feature];
  const left = Math.max(0, limit - used);
  const isFull = left === 0;
  const text = t("used", { used: storage(used), limit: storage(limit) });
  return (
    <Card aria-labelledby="usage-meter" className="lg:p-9">
      <CardTitle id="usage-meter">{catalog(`features.${feature}.name`)}</CardTitle>
      <p className="mt-1 text-soft-ink">{t("what")}</p>
      <p className="figures mt-6 flex flex-wrap items-baseline gap-x-3">
        <span className="font-display text-[2.5rem] font-[650] leading-none tracking-[-0.03em]">{storage(used)}</span>
        <span className="text-lead text-soft-ink">
          {t("of", { limit: storage(limit), plan: catalog(`plans.${decision.plan}.name`) })}
        </span>
      </p>
      <Meter value={used} max={limit} label={t("meter")} valueText={text} className="mt-5" />
      <p className="figures mt-2 text-sm text-soft-ink">{t("left", { left: storage(left) })}</p>
      {isFull ? (
        <Alert tone="warning" title={t("fullTitle")} className="mt-6">
          <p>{t("fullText")}</p>
          {isOwner && decision.plan !== "team" ? (
            <LocaleLink href="/pricing" className={buttonVariants({ size: "sm", className: "mt-3" })}>
              {t("plans")}
            </LocaleLink>
          ) : null}
        </Alert>
      ) : (
        <p className="mt-5 max-w-prose text-[0.9375rem] text-soft-ink">{t("limit")}</p>
      )}
    </Card>
  );
}
