import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/portal/action-form";
import { onboardingOrder } from "@/components/portal/onboarding-order";
import { StepMark } from "@/components/portal/step-mark";
import { buttonVariants } from "@/components/ui/button";
import { Card, CardTitle } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { FormAction } from "@/lib/entry/action";
import type { OnboardingProgress } from "@/lib/onboarding/decide-progress";

type ChecklistProps = {
  progress: OnboardingProgress;
  dismiss: FormAction<void>;
  /** The account's public id. */
  actingFor: string;
};

/** The first steps in short, on the account page until they are done or put away. */
export function OnboardingChecklist({ progress, dismiss, actingFor }: ChecklistProps) {
  const t = useTranslations("onboarding");
  return (
    <Card aria-labelledby="first-steps" className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div>
          <CardTitle id="first-steps">{t("checklist.title")}</CardTitle>
          <p className="mt-1 text-soft-ink">{t("doneOf", { done: progress.doneCount, all: onboardingOrder.length })}</p>
        </div>
        <div className="flex flex-wrap gap-3">
          <Link href="/account/welcome" className={buttonVariants()}>
            {t("checklist.goOn")}
          </Link>
          <ActionForm action={dismiss} actingFor={actingFor} variant="ghost">
            {t("checklist.dismiss")}
          </ActionForm>
        </div>
      </div>
      <ol className="grid gap-4 md:grid-cols-3">
        {onboardingOrder.map((step, index) => (
          <li key={step} className="flex items-center gap-3.5">
            <StepMark number={index + 1} state={progress.steps[step]} />
            <p className="min-w-0">
              <span className="block font-semibold">{t(`steps.${step}.title`)}</span>
              <span className="block text-sm text-soft-ink">{t(`state.${progress.steps[step]}`)}</span>
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
