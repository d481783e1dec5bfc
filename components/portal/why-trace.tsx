import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FeatureKey } from "@/lib/catalog/features";
import { planIncludes } from "@/lib/catalog/plans";
import type { Decision } from "@/lib/entitlements/decide-entitlements";

/** The way from Stripe's object over the rule to the answer, and what changes next. */
export function WhyTrace({ feature, decision }: { feature: FeatureKey; decision: Decision }) {
  const t = useTranslations("portal.why");
  const names = useTranslations("catalog");
  const reasons = useTranslations("reasons");
  const format = useFormatter();
  const plan = names(`plans.${decision.plan}.name`);
  const isIncluded = planIncludes(decision.plan, feature);
  return (
    <ol className="mt-4 grid gap-3 border-l-2 border-control-line/50 pl-5 text-[0.9375rem]">
      {decision.trace.length === 0 ? <Step>{t("none")}</Step> : null}
      {decision.trace.map((claim) => (
        <Step key={claim.id}>
          {claim.source === "subscription"
            ? t.rich("subscription", { code: (chunks) => <Id>{chunks}</Id>, id: claim.id, state: claim.state })
            : t("grant", { state: claim.state })}{" "}
          {reasons(claim.reason)}{" "}
          {claim.plan ? t("gives", { plan: names(`plans.${claim.plan}.name`) }) : t("givesNothing")}
        </Step>
      ))}
      {decision.hasSeat ? null : <Step>{reasons("no_seat")}</Step>}
      <Step>
        {t("plan", { plan })}{" "}
        {t(isIncluded ? "includes" : "lacks", { plan, feature: names(`features.${feature}.name`) })}
      </Step>
      <Step>
        {decision.changesAt
          ? t("next", { date: format.dateTime(decision.changesAt, { dateStyle: "long" }) })
          : t("nextNone")}
      </Step>
    </ol>
  );
}

function Step({ children }: { children: ReactNode }) {
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className="absolute -left-[1.6rem] top-[0.55rem] size-2.5 rounded-full border-2 border-sunken bg-control-line"
      />
      {children}
    </li>
  );
}

function Id({ children }: { children: ReactNode }) {
  return <code className="break-all font-mono text-[0.85em]">{children}</code>;
}
