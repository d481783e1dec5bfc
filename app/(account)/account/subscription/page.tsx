import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cancelSubscription, keepSubscription, visitBillingPage } from "@/app/(account)/account/actions";
import { BillingNotices } from "@/components/portal/billing-notices";
import { HelpList, planHelp } from "@/components/portal/help-list";
import { OwnerOnly } from "@/components/portal/owner-only";
import { PageHead } from "@/components/portal/page-head";
import { PlanActions } from "@/components/portal/plan-actions";
import { PlanCard } from "@/components/portal/plan-card";
import { PlanSwitch } from "@/components/portal/plan-switch";
import { BillingPageButton } from "@/components/portal/subscription-actions";
import { SubscriptionFacts } from "@/components/portal/subscription-facts";
import { searchParameter } from "@/components/search-parameter";
import { Alert } from "@/components/ui/alert";
import { decideSwitch, getOffer } from "@/lib/billing/offer";
import { getStanding } from "@/lib/entitlements/get-standing";
import { requireCustomer } from "@/lib/entry/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("subscriptionTitle") };
}

export default async function SubscriptionPage({ searchParams }: PageProps<"/account/subscription">) {
  const { account, user } = await requireCustomer();
  const isOwner = account.role === "owner";
  const [{ billing, decision, debts }, { held }, params, t] = await Promise.all([
    getStanding(account.id, user.id),
    getOffer(account.id),
    searchParams,
    getTranslations("portal.subscription"),
  ]);
  const actions = { cancel: cancelSubscription, keep: keepSubscription, billingPage: visitBillingPage };
  return (
    <div className="grid gap-6">
      <PageHead title={t("title")}>{t("lead")}</PageHead>
      {isOwner ? (
        <>
          <Chosen wanted={decideSwitch(searchParameter(params.switch) ?? "", held)} accountId={account.id} />
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

/** The price that a paying customer chose on the pricing page; choosing it ordered nothing. */
async function Chosen({ wanted, accountId }: { wanted: ReturnType<typeof decideSwitch>; accountId: string }) {
  const t = await getTranslations("portal");
  if (wanted === null) return null;
  if (wanted === "held") {
    return (
      <Alert tone="notice" live>
        {t("notice.already_subscribed")}
      </Alert>
    );
  }
  return (
    <PlanSwitch wanted={wanted}>
      <BillingPageButton action={visitBillingPage} accountId={accountId}>
        {t("switch.go")}
      </BillingPageButton>
    </PlanSwitch>
  );
}
