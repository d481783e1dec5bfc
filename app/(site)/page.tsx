import { getLocale, getTranslations } from "next-intl/server";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { Closing } from "@/components/home/closing";
import { FeatureCards } from "@/components/home/feature-cards";
import { Hero } from "@/components/home/hero";
import { Steps } from "@/components/home/steps";
import { Trial } from "@/components/home/trial";
import { Why } from "@/components/home/why";
import { Questions } from "@/components/site/questions";
import { faqFacts, StructuredData } from "@/components/site/structured-data";
import { plans } from "@/lib/catalog/plans";
import { localizedPath, toLocale } from "@/lib/core/locales";
import { findVisitor } from "@/lib/entry/page";
import { publicOrigin } from "@/lib/web/origin";

export const generateMetadata = () => publicMetadata("/");

const questionKeys = ["free", "card", "cancel", "devices", "data"] as const;

export default async function HomePage() {
  const [visitor, t, meta, brand, locale] = await Promise.all([
    findVisitor(),
    getTranslations("home.faq"),
    getTranslations("meta"),
    getTranslations("brand"),
    getLocale(),
  ]);
  const questions = questionKeys.map((key) => ({
    key,
    question: t(`${key}.q`, { days: plans.pro.trialDays }),
    answer: t(`${key}.a`, { days: plans.pro.trialDays }),
  }));
  const software = {
    "@type": "SoftwareApplication",
    name: brand("name"),
    description: meta("description"),
    url: new URL(localizedPath("/", toLocale(locale)), publicOrigin()).href,
    inLanguage: locale,
    applicationCategory: "BrowserApplication",
    operatingSystem: "Chromium",
    offers: { "@type": "Offer", price: "0", priceCurrency: "EUR" },
  };
  return (
    <>
      <StructuredData facts={{ "@graph": [software, faqFacts(questions)] }} />
      <Hero isSignedIn={visitor !== null} />
      <FeatureCards />
      <Steps />
      <Trial />
      <Why />
      <Questions id="questions" title={t("title")} questions={questions} />
      <Closing />
    </>
  );
}
