import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/identity/auth-card";
import { buttonVariants } from "@/components/ui/button";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deviceCode"))("title"), robots: { index: false } };
}

export default async function DeviceConnectedPage() {
  const t = await getTranslations("deviceCode");
  return (
    <AuthCard heading={t("doneTitle")} lead={t("doneText")}>
      <a href="/account/devices" className={buttonVariants({ variant: "outline" })}>
        {t("devices")}
      </a>
    </AuthCard>
  );
}
