import { getTranslations } from "next-intl/server";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { DebtNotices } from "@/components/portal/debt-notices";
import { Comparison } from "@/components/pricing/comparison";
import { PlanCard } from "@/components/pricing/plan-card";
import { readPriceChoice } from "@/components/pricing/price-choice";
import { PriceSwitches } from "@/components/pricing/price-switches";
import { productFacts } from "@/components/pricing/product-facts";
import { Questions } from "@/components/site/questions";
import { faqFacts, StructuredData } from "@/components/site/structured-data";
import { Alert } from "@/components/ui/alert";
import type { Debts } from "@/lib/billing/decide-debts";
import { getOffer, type Offer } from "@/lib/billing/offer";
import { planKeys, trialDays } from "@/lib/catalog/plans";
import { addMs, dayMs } from "@/lib/core/time";
import { getStanding } from "@/lib/entitlements/get-standing";
import { findVisitor } from "@/lib/entry/page";
import { clock } from "@/lib/platform/clock";
import { publicOrigin } from "@/lib/web/origin";

export const generateMetadata = () => publicMetadata("/pricing", "pricing");

const questionKeys = ["trial", "cancel", "change", "raise", "extra", "refund", "team"] as const;
const notices = ["unknown_price", "invalid_request", "checkout_in_progress", "stripe_unavailable", "other"] as const;

export default async function PricingPage({ searchParams }: PageProps<"/pricing">) {
  const [params, t, plan, { firstChargeAt, held, debts }] = await Promise.all([
    searchParams,
    getTranslations("pricing"),
    getTranslations("catalog.plans"),
    findLooker(),
  ]);
  const choice = readPriceChoice(params);
  const notice = params.notice === undefined ? null : (notices.find((known) => known === params.notice) ?? "other");
  const questions = questionKeys.map((key) => ({
    key,
    question: t(`faq.${key}.q`),
    answer: t(`faq.${key}.a`, { days: trialDays }),
  }));
  const products = productFacts({
    name: (key) => plan(`${key}.name`),
    description: (key) => plan(`${key}.tagline`),
    url: `${publicOrigin()}/pricing`,
  });
  return (
    <>
      <StructuredData facts={{ "@graph": [...products, faqFacts(questions)] }} />
      <section aria-labelledby="pricing-title" className="shell pt-14 lg:pt-20">
        <div className="flex flex-wrap items-end justify-between gap-x-12 gap-y-8">
          <div className="max-w-2xl grow basis-96">
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
        {debts && debts.owed.length > 0 ? (
          <div className="mt-8 grid gap-3">
            <DebtNotices debts={{ ...debts, paidLate: null, canBeginAgain: false }} />
          </div>
        ) : null}
        <div className="mt-12 grid gap-6 lg:grid-cols-3">
          {planKeys.map((key) => (
            <PlanCard
              key={key}
              plan={key}
              choice={choice}
              firstChargeAt={firstChargeAt}
              held={held}
              isRecommended={key === "pro" && held === null}
            />
          ))}
        </div>
      </section>
      <Comparison choice={choice} />
      <Questions id="pricing-questions" title={t("faq.title")} questions={questions} />
    </>
  );
}

type Looker = { firstChargeAt: Date | null; held: Offer["held"]; debts: Debts | null };

/** Who looks: when a subscription that begins now would first be charged (null where at once), what they have, and owe. */
async function findLooker(): Promise<Looker> {
  const visitor = await findVisitor();
  if (!visitor) return { firstChargeAt: addMs(clock.now(), trialDays * dayMs), held: null, debts: null };
  const { id, role } = visitor.account;
  const [{ hasTrial, held }, standing] = await Promise.all([
    getOffer(id),
    role === "owner" ? getStanding(id, visitor.user.id) : null,
  ]);
  const firstChargeAt = hasTrial ? addMs(clock.now(), trialDays * dayMs) : null;
  return { firstChargeAt, held, debts: standing?.debts ?? null };
}
