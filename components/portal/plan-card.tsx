import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { statusTone } from "@/components/portal/plan-status";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { BillingOverview } from "@/lib/billing/billing-overview";
import { formatMoney } from "@/lib/core/money";
import type { Decision } from "@/lib/entitlements/decide-entitlements";

type PlanCardProps = {
  billing: BillingOverview;
  decision: Decision;
  actions: ReactNode;
  /** Who pays, where it is not the one who looks: then nothing is said of money. */
  paidBy?: string | null;
};

/** Which plan it is, how it stands, and what is paid next. */
export function PlanCard({ billing, decision, actions, paidBy = null }: PlanCardProps) {
  const t = useTranslations("portal");
  const names = useTranslations("catalog.plans");
  const isUnknown = billing.plan === null && decision.status !== "granted";
  return (
    <Card aria-labelledby="plan-title" className="grid gap-x-10 gap-y-8 lg:grid-cols-[1.35fr_1fr] lg:p-9">
      <div>
        <h2 id="plan-title" className="text-sm font-semibold text-soft-ink">
          {t("plan")}
        </h2>
        <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="font-display text-[2.5rem] font-[650] leading-none tracking-[-0.03em]">
            {isUnknown ? t("unknownPlan") : names(`${decision.plan}.name`)}
          </p>
          {decision.status === "free" ? null : (
            <Badge tone={statusTone[decision.status]} className="text-sm">
              {t(`status.${decision.status}.badge`)}
            </Badge>
          )}
        </div>
        {paidBy === null ? <PlanPrice billing={billing} /> : null}
        <p className="mt-4 max-w-prose text-lead">
          {paidBy === null ? (
            <StatusText billing={billing} decision={decision} />
          ) : (
            <MemberText paidBy={paidBy} decision={decision} />
          )}
        </p>
        <div className="mt-6 flex flex-wrap gap-3 empty:hidden">{actions}</div>
      </div>
      {paidBy === null ? <NextCharge billing={billing} decision={decision} /> : null}
    </Card>
  );
}

/** What a member reads: who pays for their seat, why there is none for them, or that nobody pays any more. */
function MemberText({ paidBy, decision }: { paidBy: string; decision: Decision }) {
  const t = useTranslations("portal");
  const reasons = useTranslations("reasons");
  if (!decision.hasSeat) return reasons("no_seat");
  const isPaid = decision.status !== "ended" && decision.status !== "free";
  return t(isPaid ? "paidBy" : "noPlanBy", { owner: paidBy });
}

function PlanPrice({ billing }: { billing: BillingOverview }) {
  const t = useTranslations("portal");
  const locale = useLocale();
  const subscription = billing.subscription;
  if (!subscription?.interval || subscription.amountMinor === null || billing.status === "canceled") return null;
  const { amountMinor, quantity, currency, interval } = subscription;
  const price = formatMoney(amountMinor * quantity, currency, locale, { dropZeroDecimals: true });
  return (
    <p className="figures mt-2 text-soft-ink">
      {price} {t(`interval.${interval}`)}
      {quantity > 1 ? ` · ${t("seats", { count: quantity })}` : null}
    </p>
  );
}

/** The state in plain words. Where it is none of the usual ones, the reason itself is the text. */
function StatusText({ billing, decision }: { billing: BillingOverview; decision: Decision }) {
  const t = useTranslations("portal.status");
  const reasons = useTranslations("reasons");
  const format = useFormatter();
  const { status } = decision;
  const strongest = decision.trace.find(({ plan }) => plan === decision.plan);
  const end = strongest?.until ?? billing.endsAt ?? billing.trialEndsAt;
  if (status === "suspended") return reasons(decision.trace.at(-1)?.reason ?? "unknown_status");
  return t(`${status}.text`, { date: end ? format.dateTime(end, { dateStyle: "long" }) : "" });
}

function NextCharge({ billing, decision }: { billing: BillingOverview; decision: Decision }) {
  const t = useTranslations("portal.nextCharge");
  const format = useFormatter();
  const locale = useLocale();
  const { nextCharge, endsAt } = billing;
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const label =
    decision.status === "past_due" ? t("retryLabel") : decision.status === "trialing" ? t("firstLabel") : t("label");
  return (
    <dl className="grid content-center gap-1 rounded-control bg-sunken p-6">
      <dt className="text-sm font-semibold text-soft-ink">{endsAt && !nextCharge ? t("endsLabel") : label}</dt>
      {nextCharge ? (
        <>
          <dd className="figures font-display text-3xl font-semibold tracking-tight">
            {nextCharge.amountMinor === null
              ? t("unknown")
              : formatMoney(nextCharge.amountMinor, nextCharge.currency, locale)}
          </dd>
          <dd className="text-soft-ink">
            {t("on", { date: day(nextCharge.at) })}
            {nextCharge.basis === "reduced" || nextCharge.basis === "raised" ? `, ${t(nextCharge.basis)}` : null}
          </dd>
        </>
      ) : (
        <>
          <dd className="font-display text-3xl font-semibold tracking-tight">{endsAt ? day(endsAt) : t("none")}</dd>
          <dd className="text-soft-ink">{t("noneText")}</dd>
        </>
      )}
    </dl>
  );
}
