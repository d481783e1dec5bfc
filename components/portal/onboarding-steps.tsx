import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LocaleLink } from "@/components/locale-link";
import { ActionForm } from "@/components/portal/action-form";
import { ConnectGuide } from "@/components/portal/connect-guide";
import { LookAgain } from "@/components/portal/look-again";
import { onboardingOrder } from "@/components/portal/onboarding-order";
import { StepMark } from "@/components/portal/step-mark";
import { buttonVariants } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { featureKeys } from "@/lib/catalog/features";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import type { FormAction } from "@/lib/entry/action";
import type { OnboardingProgress, OnboardingStep } from "@/lib/onboarding/decide-progress";

type Actions = { stayOnFree: FormAction<void>; skip: FormAction<void>; resume: FormAction<void> };
type StepsProps = {
  progress: OnboardingProgress;
  decision: Decision;
  /** The account's public id. */
  actingFor: string;
  actions: Actions;
};

/** The three steps. The first open one says what to do; the others say how they stand. */
export function OnboardingSteps({ progress, decision, actingFor, actions }: StepsProps) {
  const t = useTranslations("onboarding");
  const plan = useTranslations("catalog.plans")(`${decision.plan}.name`);
  const about: Record<OnboardingStep, ReactNode> = {
    plan: <ChoosePlan stayOnFree={actions.stayOnFree} actingFor={actingFor} />,
    connect: <ConnectGuide />,
    use: <UseFeature decision={decision} />,
  };
  return (
    <ol className="grid gap-4">
      {onboardingOrder.map((step, index) => {
        const state = progress.steps[step];
        const isNext = progress.next === step;
        return (
          <li key={step} aria-current={isNext ? "step" : undefined}>
            <Card
              aria-labelledby={`step-${step}`}
              className={cn("flex gap-5", isNext ? "border-primary ring-1 ring-primary" : "py-5 sm:py-5")}
            >
              <StepMark number={index + 1} state={state} />
              <div className="min-w-0 flex-1">
                <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4">
                  <h2 id={`step-${step}`} className="text-lg">
                    {t(`steps.${step}.title`)}
                  </h2>
                  <p className="text-sm text-soft-ink">{isNext ? t("state.next") : t(`state.${state}`)}</p>
                </div>
                {state === "done" ? <p className="text-soft-ink">{t(`steps.${step}.done`, { plan })}</p> : null}
                {state === "skipped" ? (
                  <div className="mt-2">
                    <ActionForm
                      action={actions.resume}
                      actingFor={actingFor}
                      fields={{ step }}
                      variant="outline"
                      size="sm"
                    >
                      {t("resume")}
                      <span className="sr-only">{t(`steps.${step}.title`)}</span>
                    </ActionForm>
                  </div>
                ) : null}
                {isNext ? (
                  <>
                    <div className="mt-2 grid gap-4">{about[step]}</div>
                    <div className="mt-5 flex flex-wrap gap-3">
                      {step === "plan" ? null : <LookAgain label={t("lookAgain")} />}
                      <ActionForm action={actions.skip} actingFor={actingFor} fields={{ step }} variant="ghost">
                        {t("skip")}
                      </ActionForm>
                    </div>
                  </>
                ) : null}
              </div>
            </Card>
          </li>
        );
      })}
    </ol>
  );
}

function ChoosePlan({ stayOnFree, actingFor }: { stayOnFree: FormAction<void>; actingFor: string }) {
  const t = useTranslations("onboarding.steps.plan");
  return (
    <>
      <p>{t("text")}</p>
      <div className="flex flex-wrap gap-3">
        <LocaleLink href="/pricing" className={buttonVariants()}>
          {t("see")}
        </LocaleLink>
        <ActionForm action={stayOnFree} actingFor={actingFor} variant="outline">
          {t("free")}
        </ActionForm>
      </div>
    </>
  );
}

/** What this account's own plan opens: nobody is asked to use what is locked for them. */
function UseFeature({ decision }: { decision: Decision }) {
  const t = useTranslations("onboarding.steps.use");
  const names = useTranslations("catalog");
  const open = featureKeys.filter((feature) => decision.features[feature].active);
  return (
    <>
      <p>{t(decision.plan === "free" ? "textFree" : "text", { plan: names(`plans.${decision.plan}.name`) })}</p>
      <ul className="grid gap-2.5">
        {open.map((feature) => (
          <li key={feature} className="border-l-2 border-brass pl-4">
            <span className="block font-semibold">{names(`features.${feature}.name`)}</span>
            <span className="block text-[0.9375rem] text-soft-ink">{t(`try.${feature}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
