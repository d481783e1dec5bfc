import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cancelSubscription, keepSubscription, visitBillingPage } from "@/app/(account)/account/actions";
import { dismiss } from "@/app/(account)/account/welcome/actions";
import { BillingNotices } from "@/components/portal/billing-notices";
import { FeatureList } from "@/components/portal/feature-list";
import { InvoiceList } from "@/components/portal/invoice-list";
import { OnboardingChecklist } from "@/components/portal/onboarding-checklist";
import { PlanActions } from "@/components/portal/plan-actions";
import { PlanCard } from "@/components/portal/plan-card";
import { TellExtension } from "@/components/portal/tell-extension";
import { Alert } from "@/components/ui/alert";
import { Card, CardTitle } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { requireCustomer } from "@/lib/entry/page";
import { getOnboarding } from "@/lib/onboarding/get-progress";
import { extensionIds } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("accountTitle") };
}

const shownInvoices = 3;

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const { user, account } = await requireCustomer();
  const [billing, decision, progress, { notice }, t, onboarding] = await Promise.all([
    getBillingOverview(account.id),
    getDecision(account.id),
    getOnboarding(account.id),
    searchParams,
    getTranslations("portal"),
    getTranslations("onboarding"),
  ]);
  const invoices = billing.invoices.slice(0, shownInvoices);
  const actions = { cancel: cancelSubscription, keep: keepSubscription, billingPage: visitBillingPage };
  return (
    <div className="grid gap-6">
      <TellExtension key={newsOf(decision)} ids={extensionIds()} />
      <div className="mb-2">
        <h1 className="text-title">{t("title")}</h1>
        <p className="mt-2 break-words text-soft-ink">{t("greeting", { email: user.email })}</p>
      </div>
      {notice === "already_subscribed" ? (
        <Alert tone="notice" live>
          {t("notice.already_subscribed")}
        </Alert>
      ) : null}
      <BillingNotices billing={billing} />
      {progress.isListed ? <OnboardingChecklist progress={progress} dismiss={dismiss} /> : null}
      {progress.isFinished || progress.isListed ? null : (
        <p className="text-[0.9375rem] text-soft-ink" role="status">
          {onboarding.rich("checklist.dismissed", {
            link: (chunks) => (
              <Link href="/account/welcome" className="font-semibold text-brass-ink underline underline-offset-4">
                {chunks}
              </Link>
            ),
          })}
        </p>
      )}
      <PlanCard
        billing={billing}
        decision={decision}
        actions={<PlanActions billing={billing} decision={decision} actions={actions} />}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[1.35fr_1fr]">
        <FeatureList decision={decision} />
        <Card aria-labelledby="recent-invoices">
          <div className="flex flex-wrap items-baseline justify-between gap-3">
            <CardTitle id="recent-invoices">{t("recentInvoices")}</CardTitle>
            {invoices.length > 0 ? (
              <Link href="/account/invoices" className="text-[0.9375rem] font-semibold text-brass-ink hover:underline">
                {t("allInvoices")}
              </Link>
            ) : null}
          </div>
          {invoices.length > 0 ? (
            <InvoiceList invoices={invoices} className="mt-3" />
          ) : (
            <p className="mt-4 text-soft-ink">{t("invoices.emptyText")}</p>
          )}
        </Card>
      </div>
    </div>
  );
}

/** What the extension would want to hear of: a plan that was bought, cancelled, kept or changed at Stripe. */
function newsOf({ plan, status, changesAt }: Decision): string {
  return `${plan} ${status} ${changesAt?.toISOString()}`;
}
