import { getTranslations } from "next-intl/server";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { Closing } from "@/components/home/closing";
import { FeatureCards } from "@/components/home/feature-cards";
import { Hero } from "@/components/home/hero";
import { Steps } from "@/components/home/steps";
import { Trial } from "@/components/home/trial";
import { Why } from "@/components/home/why";
import { Questions } from "@/components/site/questions";
import { plans } from "@/lib/catalog/plans";
import { findVisitor } from "@/lib/entry/page";

export const generateMetadata = () => publicMetadata("/");

const questions = ["free", "card", "cancel", "devices", "data"] as const;

export default async function HomePage() {
  const [visitor, t] = await Promise.all([findVisitor(), getTranslations("home.faq")]);
  return (
    <>
      <Hero isSignedIn={visitor !== null} />
      <FeatureCards />
      <Steps />
      <Trial />
      <Why />
      <Questions
        id="questions"
        title={t("title")}
        questions={questions.map((key) => ({
          key,
          question: t(`${key}.q`, { days: plans.pro.trialDays }),
          answer: t(`${key}.a`, { days: plans.pro.trialDays }),
        }))}
      />
      <Closing />
    </>
  );
}
