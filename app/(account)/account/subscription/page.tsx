import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cancelSubscription, keepSubscription, visitBillingPage } from "@/app/(account)/account/actions";
import { BillingNotices } from "@/components/portal/billing-notices";
import { HelpList, planHelp } from "@/components/portal/help-list";
import { OwnerOnly } from "@/components/portal/owner-only";
import { PageHead } from "@/components/portal/page-head";
import { PlanActions } from "@/components/portal/plan-actions";
import { PlanCard } from "@/components/portal/plan-card";
import { SubscriptionFacts } from "@/components/portal/subscription-facts";
import { getStanding } from "@/lib/entitlements/get-standing";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("subscriptionTitle") };
}

export default async function SubscriptionPage() {
  const { account, user } = await requireCustomer();
  const isOwner = account.role === "owner";
  const [{ billing, decision, debts }, t] = await Promise.all([
    getStanding(account.id, user.id),
    getTranslations("portal.subscription"),
  ]);
  const actions = { cancel: cancelSubscription, keep: keepSubscription, billingPage: visitBillingPage };
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      {isOwner ? (
        <>
          <BillingNotices billing={billing} debts={debts} />
          <PlanCard
            billing={billing}
            decision={decision}
            debts={debts}
            actions={<PlanActions billing={billing} decision={decision} actions={actions} accountId={account.id} />}
          />
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_1.35fr]">
            <SubscriptionFacts billing={billing} />
            <HelpList topics={planHelp(decision.status)} />
          </div>
        </>
      ) : (
        <OwnerOnly what="subscription" owner={account.ownedBy} />
      )}
    </div>
  );
}
