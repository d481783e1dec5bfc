import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cancelSubscription, keepSubscription, visitBillingPage } from "@/app/(account)/account/actions";
import { dismiss } from "@/app/(account)/account/welcome/actions";
import { BillingNotices } from "@/components/portal/billing-notices";
import { FeatureList } from "@/components/portal/feature-list";
import { HelpList, planHelp } from "@/components/portal/help-list";
import { InvoiceList } from "@/components/portal/invoice-list";
import { OnboardingChecklist } from "@/components/portal/onboarding-checklist";
import { PlanActions } from "@/components/portal/plan-actions";
import { PlanCard } from "@/components/portal/plan-card";
import { TellExtension } from "@/components/portal/tell-extension";
import { Alert } from "@/components/ui/alert";
import { Card, CardTitle } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { listOfferedSeats } from "@/lib/accounts/invitations";
import { toPublicId } from "@/lib/core/ids";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { getStanding } from "@/lib/entitlements/get-standing";
import { requireCustomer } from "@/lib/entry/page";
import type { OnboardingProgress } from "@/lib/onboarding/decide-progress";
import { getOnboarding } from "@/lib/onboarding/get-progress";
import { extensionIds } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("accountTitle") };
}

const shownInvoices = 3;

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const { user, account, accounts } = await requireCustomer();
  const isOwner = account.role === "owner";
  const [{ billing, decision, debts }, progress, { notice }, t, label, offers] = await Promise.all([
    getStanding(account.id, user.id),
    getOnboarding(account.id),
    searchParams,
    getTranslations("portal"),
    getTranslations("portal.accounts"),
    listOfferedSeats(user.id),
  ]);
  const invoices = billing.invoices.slice(0, shownInvoices);
  // Whoever has to pay or is about to lose something reads that first.
  const isTroubled = needsHelp(decision) || debts.owed.length > 0;
  const steps = <FirstSteps progress={progress} actingFor={toPublicId("account", account.id)} />;
  const actions = { cancel: cancelSubscription, keep: keepSubscription, billingPage: visitBillingPage };
  return (
    <div className="grid gap-6">
      <TellExtension key={newsOf(decision)} ids={extensionIds()} />
      <div className="mb-2">
        <h1 className="text-title">{t("title")}</h1>
        <p className="mt-2 break-words text-soft-ink">
          {t("greeting", { email: user.email })}
          {accounts.length > 1 || account.name
            ? ` · ${account.name ?? (isOwner ? label("own") : label("of", { name: account.ownedBy }))}`
            : null}
        </p>
      </div>
      {isNotice(notice) ? (
        <Alert tone={notice === "joined" ? "good" : "notice"} live>
          {t(`notice.${notice}`)}
        </Alert>
      ) : null}
      {offers.map(({ id, inviter }) => (
        <Alert key={id} tone="notice" title={t("offer.title", { inviter })}>
          <Link
            href={`/account/invitations/${toPublicId("invitation", id)}`}
            className="font-semibold text-brass-ink underline underline-offset-4"
          >
            {t("offer.look")}
          </Link>
        </Alert>
      ))}
      {isOwner ? <BillingNotices billing={billing} debts={debts} /> : null}
      {isOwner && !isTroubled ? steps : null}
      <PlanCard
        billing={billing}
        decision={decision}
        debts={debts}
        paidBy={isOwner ? null : account.ownedBy}
        actions={
          isOwner ? (
            <PlanActions billing={billing} decision={decision} accountId={account.id} actions={actions} />
          ) : null
        }
      />
      {isOwner && isTroubled ? steps : null}
      <div className="grid items-start gap-6 lg:grid-cols-[1.35fr_1fr]">
        <FeatureList decision={decision} />
        {isOwner ? (
          <div className="grid gap-6">
            <Card aria-labelledby="recent-invoices">
              <div className="flex flex-wrap items-baseline justify-between gap-3">
                <CardTitle id="recent-invoices">{t("recentInvoices")}</CardTitle>
                {invoices.length > 0 ? (
                  <Link
                    href="/account/invoices"
                    className="text-[0.9375rem] font-semibold text-brass-ink hover:underline"
                  >
                    {t("allInvoices")}
                  </Link>
                ) : null}
              </div>
              {invoices.length > 0 ? (
                <InvoiceList invoices={invoices} debts={debts} className="mt-3" />
              ) : (
                <p className="mt-4 text-soft-ink">{t("invoices.emptyText")}</p>
              )}
            </Card>
            {isTroubled ? <HelpList topics={planHelp(decision.status)} /> : null}
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** The first steps until they are done; where somebody put them away, the way back to them. */
async function FirstSteps({ progress, actingFor }: { progress: OnboardingProgress; actingFor: string }) {
  if (progress.isListed) return <OnboardingChecklist progress={progress} dismiss={dismiss} actingFor={actingFor} />;
  if (progress.isFinished) return null;
  const t = await getTranslations("onboarding");
  return (
    <p className="text-[0.9375rem] text-soft-ink" role="status">
      {t.rich("checklist.dismissed", {
        link: (chunks) => (
          <Link href="/account/welcome" className="font-semibold text-brass-ink underline underline-offset-4">
            {chunks}
          </Link>
        ),
      })}
    </p>
  );
}

/** Where something went wrong or ends, the questions come up here; elsewhere they wait beside the subscription. */
function needsHelp({ status }: Decision): boolean {
  return status === "past_due" || status === "suspended" || status === "canceling" || status === "ended";
}

const notices = ["joined", "declined", "forbidden"] as const;

function isNotice(value: unknown): value is (typeof notices)[number] {
  return notices.some((notice) => notice === value);
}

/** What the extension would want to hear of: a plan that was bought, cancelled, kept or changed at Stripe. */
function newsOf({ plan, status, changesAt }: Decision): string {
  return `${plan} ${status} ${changesAt?.toISOString()}`;
}
