import { useTranslations } from "next-intl";
import { publicMetadata } from "@/app/(site)/public-metadata";
import { PlainPage } from "@/components/site/plain-page";
import { ConsentChoice } from "@/components/telemetry/consent-choice";
import { buttonVariants } from "@/components/ui/button";
import { operator } from "@/lib/web/operator";
import { telemetrySettings } from "@/lib/web/telemetry-settings";

export const generateMetadata = () => publicMetadata("/legal/privacy", "privacy");

const since = new Date("2026-11-30");
const sections = ["keep", "not", "why", "long", "others", "cookies", "rights"] as const;

export default function PrivacyPage() {
  const t = useTranslations("legal.privacy");
  const isCounting = telemetrySettings().posthog !== null;
  return (
    <PlainPage
      title={t("title")}
      lead={t("lead")}
      since={since}
      operator={operator()}
      sections={sections.map((key) => ({
        title: t(`${key}.title`),
        text: t(`${key}.text`),
        children: key === "others" && isCounting ? <YourAnswer /> : null,
      }))}
    />
  );
}

function YourAnswer() {
  const t = useTranslations("legal.privacy.counting");
  const texts = { granted: t("granted"), refused: t("refused"), unasked: t("unasked"), again: t("again") };
  return <ConsentChoice texts={texts} look={buttonVariants({ variant: "outline", size: "sm" })} />;
}
