import { useFormatter, useTranslations } from "next-intl";
import { LocaleLink } from "@/components/locale-link";
import { BillingPageButton, CancelButton, KeepButton } from "@/components/portal/subscription-actions";
import { buttonVariants } from "@/components/ui/button";
import type { BillingOverview } from "@/lib/billing/billing-overview";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import type { FormAction } from "@/lib/entry/action";

type PlanActionsProps = {
  billing: BillingOverview;
  decision: Decision;
  accountId: string;
  actions: { cancel: FormAction<void>; keep: FormAction<void>; billingPage: FormAction<void> };
};

/** What can be done about the plan as it stands. */
export function PlanActions({ billing, decision, accountId, actions }: PlanActionsProps) {
  const t = useTranslations("portal.actions");
  const format = useFormatter();
  const { status, subscription, phase, endsAt } = billing;
  const isRunning = phase === "renewing";
  const isStuck = phase === "stuck";
  const periodEnd = billing.trialEndsAt ?? subscription?.currentPeriodEnd;
  return (
    <>
      {isRunning || isStuck ? null : (
        <LocaleLink href="/pricing" className={buttonVariants()}>
          {decision.status === "ended" ? t("again") : t("choose")}
        </LocaleLink>
      )}
      {isRunning && endsAt ? <KeepButton action={actions.keep} accountId={accountId} /> : null}
      {billing.stripeCustomerId && subscription ? (
        <BillingPageButton action={actions.billingPage} accountId={accountId}>
          {t(isRunning || isStuck ? "billing" : "billingAfter")}
        </BillingPageButton>
      ) : null}
      {isRunning && !endsAt && periodEnd ? (
        <CancelButton
          action={actions.cancel}
          accountId={accountId}
          endsOn={format.dateTime(periodEnd, { dateStyle: "long" })}
          isTrial={status === "trialing"}
        />
      ) : null}
    </>
  );
}
