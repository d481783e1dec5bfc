import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { statusTone } from "@/components/portal/plan-status";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { BillingOverview } from "@/lib/billing/billing-overview";
import type { Debts } from "@/lib/billing/decide-debts";
import { formatMoney } from "@/lib/core/money";
import type { Decision } from "@/lib/entitlements/decide-entitlements";

type PlanCardProps = {
  billing: BillingOverview;
  decision: Decision;
  debts: Debts;
  actions: ReactNode;
  /** Who pays, where it is not the one who looks: then nothing is said of money. */
  paidBy?: string | null;
};

/** Which plan it is, how it stands, and what is paid next. */
export function PlanCard({ billing, decision, debts, actions, paidBy = null }: PlanCardProps) {
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
            <StatusText billing={billing} decision={decision} debts={debts} />
          ) : (
            <MemberText paidBy={paidBy} decision={decision} />
          )}
        </p>
        <div className="mt-6 flex flex-wrap gap-3 empty:hidden">{actions}</div>
      </div>
      {paidBy === null ? <NextCharge billing={billing} decision={decision} debts={debts} /> : null}
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
function StatusText({ billing, decision, debts }: Standing) {
  const t = useTranslations("portal.status");
  const reasons = useTranslations("reasons");
  const format = useFormatter();
  const { status } = decision;
  const strongest = decision.trace.find(({ plan }) => plan === decision.plan);
  const end = strongest?.until ?? billing.endsAt ?? billing.trialEndsAt;
  if (status === "suspended") return reasons(decision.trace.at(-1)?.reason ?? "unknown_status");
  const text = status === "canceling" && debts.owed.length > 0 ? "canceling.owing" : (`${status}.text` as const);
  return t(text, { date: end ? format.dateTime(end, { dateStyle: "long" }) : "" });
}

type Standing = { billing: BillingOverview; decision: Decision; debts: Debts };

/** The next charge; the open debts where nothing is charged automatically. */
function NextCharge({ billing, decision, debts }: Standing) {
  const t = useTranslations("portal.nextCharge");
  const format = useFormatter();
  const locale = useLocale();
  const { nextCharge, endsAt } = billing;
  const day = (date: Date) => format.dateTime(date, { dateStyle: "long" });
  const isRetry = debts.owed.some(({ stripeInvoiceId }) => stripeInvoiceId === nextCharge?.stripeInvoiceId);
  const label = isRetry ? t("retryLabel") : decision.status === "trialing" ? t("firstLabel") : t("label");
  const owed = debts.owed.length > 0 && !endsAt ? sumsOf(debts.owed) : null;
  const emptyLabel = endsAt ? t("endsLabel") : owed ? t("openLabel") : label;
  return (
    <dl className="grid content-center gap-1 rounded-control bg-sunken p-6">
      <dt className="text-sm font-semibold text-soft-ink">{nextCharge ? label : emptyLabel}</dt>
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
          <dd className="figures font-display text-3xl font-semibold tracking-tight">
            {endsAt ? day(endsAt) : null}
            {owed?.map(([currency, amountMinor]) => (
              <span key={currency} className="block">
                {formatMoney(amountMinor, currency, locale)}
              </span>
            ))}
            {endsAt || owed ? null : t("none")}
          </dd>
          <dd className="text-soft-ink">{t(debts.owed.length > 0 ? "openText" : "noneText")}</dd>
        </>
      )}
    </dl>
  );
}

/** What is owed in all, in each currency. */
function sumsOf(owed: Debts["owed"]): [currency: string, amountMinor: number][] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of owed) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums];
}
