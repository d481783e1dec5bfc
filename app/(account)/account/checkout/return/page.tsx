import { CircleCheck, CircleHelp, Clock, Hourglass } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { connectBuyer } from "@/app/(account)/account/checkout/return/actions";
import { LocaleLink } from "@/components/locale-link";
import { DebtNotices } from "@/components/portal/debt-notices";
import { ExtensionNews } from "@/components/portal/extension-news";
import { LookAgain } from "@/components/portal/look-again";
import { OpenGate } from "@/components/portal/open-gate";
import { PageHead } from "@/components/portal/page-head";
import { buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { completeCheckoutReturn } from "@/lib/billing/checkout-return";
import { isAppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { getStanding } from "@/lib/entitlements/get-standing";
import { requireCustomer } from "@/lib/entry/page";
import { getOnboarding } from "@/lib/onboarding/get-progress";
import { extensionIds } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("checkoutReturnTitle") };
}

export default async function CheckoutReturnPage({ searchParams }: PageProps<"/account/checkout/return">) {
  const { actor, account } = await requireCustomer();
  const sessionId = String((await searchParams).session_id ?? "");
  const t = await getTranslations("portal.return");
  const state = await readReturn({ actor, accountId: account.id, sessionId });
  const toAccount = (text: string) => (
    <Link href="/account" className={buttonVariants({ size: "lg" })}>
      {text}
    </Link>
  );
  switch (state) {
    case "active":
      return <Unlocked accountId={account.id} sessionId={sessionId} />;
    case "processing":
      return <Processing accountId={account.id} />;
    case "unknown":
      return (
        <EmptyState
          heading="h1"
          icon={<CircleHelp />}
          title={t("unknown.title")}
          action={toAccount(t("unknown.action"))}
        >
          {t("unknown.text")}
        </EmptyState>
      );
    default:
      return (
        <EmptyState
          heading="h1"
          icon={state === "open" ? <CircleCheck /> : <Clock />}
          title={t(`${state}.title`)}
          action={
            <LocaleLink href="/pricing" className={buttonVariants({ size: "lg" })}>
              {t(`${state}.action`)}
            </LocaleLink>
          }
        >
          {t(`${state}.text`)}
        </EmptyState>
      );
  }
}

/** Ordered, and not confirmed yet. Where the payment waits for its payer, looking again would not help. */
async function Processing({ accountId }: { accountId: string }) {
  const [{ debts }, t] = await Promise.all([getStanding(accountId), getTranslations("portal.return")]);
  const waiting = debts.owed.filter(({ cause, paying }) => cause !== "processing" && paying === "starts");
  if (waiting.length === 0) {
    return (
      <EmptyState
        heading="h1"
        icon={<Hourglass />}
        title={t("processing.title")}
        action={<LookAgain label={t("processing.again")} />}
      >
        {t("processing.text")}
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-6">
      <PageHead title={t("owed.title")}>{t("owed.text")}</PageHead>
      <DebtNotices debts={{ ...debts, owed: waiting }} />
      <p>
        <Link href="/account" className={buttonVariants({ variant: "outline" })}>
          {t("owed.action")}
        </Link>
      </p>
    </div>
  );
}

/** Paid. Whoever has just begun goes on with the first steps; everyone else goes back to their account. */
async function Unlocked({ accountId, sessionId }: { accountId: string; sessionId: string }) {
  const [{ isFinished }, t, requestHeaders] = await Promise.all([
    getOnboarding(accountId),
    getTranslations("portal.return.active"),
    headers(),
  ]);
  return (
    <div className="grid justify-items-center py-6 text-center">
      <script
        async
        src="/tell-extensions.js"
        data-ids={extensionIds().join(",")}
        nonce={requestHeaders.get("x-nonce") ?? undefined}
      />
      <OpenGate />
      <h1 className="mt-8 text-title">{t("title")}</h1>
      <p className="mt-4 max-w-lg text-lead text-soft-ink">{t("text")}</p>
      <ExtensionNews
        ids={extensionIds()}
        connect={connectBuyer}
        fields={{ session_id: sessionId, acting_for: toPublicId("account", accountId) }}
      />
      <div className="mt-8 flex flex-wrap justify-center gap-3">
        {isFinished ? null : (
          <Link href="/account/welcome" className={buttonVariants({ size: "lg" })}>
            {t("next")}
          </Link>
        )}
        <Link href="/account" className={buttonVariants({ size: "lg", variant: isFinished ? "primary" : "outline" })}>
          {t("action")}
        </Link>
      </div>
    </div>
  );
}

/** What Stripe says about the checkout; `unknown` for one that is not of this account. */
async function readReturn(visit: Parameters<typeof completeCheckoutReturn>[0]) {
  try {
    return (await completeCheckoutReturn(visit)).state;
  } catch (error) {
    if (isAppError(error, "not_found")) return "unknown" as const;
    throw error;
  }
}
