import { useTranslations } from "next-intl";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { PlainPage } from "@/components/site/plain-page";
import { operator } from "@/lib/entry/operator";

export const generateMetadata = () => publicMetadata("/legal/privacy", "privacy");

const since = new Date("2026-11-22");
const sections = ["keep", "not", "why", "long", "others", "cookies", "rights"] as const;

export default function PrivacyPage() {
  const t = useTranslations("legal.privacy");
  return (
    <PlainPage
      title={t("title")}
      lead={t("lead")}
      since={since}
      operator={operator()}
      sections={sections.map((key) => ({ title: t(`${key}.title`), text: t(`${key}.text`) }))}
    />
  );
}
