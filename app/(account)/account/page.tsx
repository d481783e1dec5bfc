import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cancelSubscription, keepSubscription, visitBillingPage } from "@/app/(account)/account/actions";
import { BillingNotices } from "@/components/portal/billing-notices";
import { FeatureList } from "@/components/portal/feature-list";
import { InvoiceList } from "@/components/portal/invoice-list";
import { PlanActions } from "@/components/portal/plan-actions";
import { PlanCard } from "@/components/portal/plan-card";
import { Alert } from "@/components/ui/alert";
import { Card, CardTitle } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { getBillingOverview } from "@/lib/billing/billing-overview";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("accountTitle") };
}

const shownInvoices = 3;

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const { user, account } = await requireCustomer();
  const [billing, decision, { notice }, t] = await Promise.all([
    getBillingOverview(account.id),
    getDecision(account.id),
    searchParams,
    getTranslations("portal"),
  ]);
  const invoices = billing.invoices.slice(0, shownInvoices);
  const actions = { cancel: cancelSubscription, keep: keepSubscription, billingPage: visitBillingPage };
  return (
    <div className="grid gap-6">
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
