import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { dismiss, restore, resume, skip, stayOnFree } from "@/app/(account)/account/welcome/actions";
import { ActionForm } from "@/components/portal/action-form";
import { OnboardingSteps } from "@/components/portal/onboarding-steps";
import { OpenGate } from "@/components/portal/open-gate";
import { buttonVariants } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Meter } from "@/components/ui/meter";
import { toPublicId } from "@/lib/core/ids";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { requireCustomer } from "@/lib/entry/page";
import { onboardingSteps } from "@/lib/onboarding/decide-progress";
import { getOnboarding } from "@/lib/onboarding/get-progress";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("meta"))("welcomeTitle") };
}

/** The first steps of an account, as far as they have come. */
export default async function WelcomePage() {
  const { account, user } = await requireCustomer();
  // The first steps are the owner's; what a member of a team can do is on their account page.
  if (account.role !== "owner") redirect("/account");
  const [progress, decision, t] = await Promise.all([
    getOnboarding(account.id),
    getDecision(account.id, user.id),
    getTranslations("onboarding"),
  ]);
  const actingFor = toPublicId("account", account.id);
  const counts = { done: progress.doneCount, all: onboardingSteps.length };
  const ending = progress.doneCount === onboardingSteps.length ? "allDone" : "restSkipped";
  return (
    <div className="mx-auto max-w-2xl">
      {progress.isFinished ? (
        <div className="mb-10 grid justify-items-center text-center">
          {ending === "allDone" ? <OpenGate /> : null}
          <h1 className="mt-6 text-title">{t(`${ending}.title`)}</h1>
          <p className="mt-3 max-w-lg text-lead text-soft-ink">{t(`${ending}.text`)}</p>
          <Link href="/account" className={buttonVariants({ size: "lg", className: "mt-7" })}>
            {t("toAccount")}
          </Link>
        </div>
      ) : (
        <>
          <h1 className="text-title">{t("title")}</h1>
          <p className="mt-3 text-lead text-soft-ink">{t("lead")}</p>
          <div className="mb-8 mt-6">
            <Meter
              value={progress.doneCount}
              max={onboardingSteps.length}
              tone="plain"
              label={t("progress")}
              valueText={t("doneOf", counts)}
            />
            <p className="mt-2 text-sm text-soft-ink">{t("doneOf", counts)}</p>
          </div>
        </>
      )}
      <OnboardingSteps
        progress={progress}
        decision={decision}
        actingFor={actingFor}
        actions={{ stayOnFree, skip, resume }}
      />
      {progress.isFinished ? null : (
        <div className="mt-6 flex flex-wrap items-center justify-between gap-3">
          <Link href="/account" className={buttonVariants({ variant: "ghost" })}>
            {t("later")}
          </Link>
          <ActionForm action={progress.isListed ? dismiss : restore} actingFor={actingFor} variant="ghost">
            {t(progress.isListed ? "checklist.dismissLong" : "checklist.restore")}
          </ActionForm>
        </div>
      )}
    </div>
  );
}
