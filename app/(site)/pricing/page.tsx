import { useTranslations } from "next-intl";
import { use } from "react";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { Comparison } from "@/components/pricing/comparison";
import { PlanCard } from "@/components/pricing/plan-card";
import { readPriceChoice } from "@/components/pricing/price-choice";
import { PriceSwitches } from "@/components/pricing/price-switches";
import { Questions } from "@/components/site/questions";
import { Alert } from "@/components/ui/alert";
import { planKeys, trialDays } from "@/lib/catalog/plans";

export const generateMetadata = () => publicMetadata("/pricing", "pricing");

const questions = ["change", "raise", "tax", "refund", "team"] as const;
const notices = ["unknown_price", "invalid_request", "checkout_in_progress", "stripe_unavailable", "other"] as const;

export default function PricingPage({ searchParams }: PageProps<"/pricing">) {
  const t = useTranslations("pricing");
  const params = use(searchParams);
  const choice = readPriceChoice(params);
  const notice = params.notice === undefined ? null : (notices.find((known) => known === params.notice) ?? "other");
  return (
    <>
      <section aria-labelledby="pricing-title" className="shell pt-14 lg:pt-20">
        <div className="flex flex-wrap items-end justify-between gap-x-12 gap-y-8">
          <div className="max-w-2xl">
            <h1 id="pricing-title" className="text-hero">
              {t("title")}
            </h1>
            <p className="mt-5 text-lead text-soft-ink">{t("lead", { days: trialDays })}</p>
          </div>
          <PriceSwitches choice={choice} />
        </div>
        {notice ? (
          <Alert tone="warning" live className="mt-8">
            {t(`notice.${notice}`)}
          </Alert>
        ) : null}
        <div className="mt-12 grid gap-6 lg:grid-cols-3">
          {planKeys.map((plan) => (
            <PlanCard key={plan} plan={plan} choice={choice} isRecommended={plan === "pro"} />
          ))}
        </div>
      </section>
      <Comparison choice={choice} />
      <Questions
        id="pricing-questions"
        title={t("faq.title")}
        questions={questions.map((key) => ({ key, question: t(`faq.${key}.q`), answer: t(`faq.${key}.a`) }))}
      />
    </>
  );
}
