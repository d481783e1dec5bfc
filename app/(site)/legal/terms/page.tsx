import { useTranslations } from "next-intl";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { PlainPage } from "@/components/site/plain-page";
import { trialDays } from "@/lib/catalog/plans";
import { operator } from "@/lib/web/operator";

export const generateMetadata = () => publicMetadata("/legal/terms", "terms");

const since = new Date("2026-11-22");
const sections = ["service", "trial", "payment", "cancel", "fair", "fail", "change"] as const;

export default function TermsPage() {
  const t = useTranslations("legal.terms");
  return (
    <PlainPage
      title={t("title")}
      lead={t("lead")}
      since={since}
      operator={operator()}
      sections={sections.map((key) => ({ title: t(`${key}.title`), text: t(`${key}.text`, { days: trialDays }) }))}
    />
  );
}
