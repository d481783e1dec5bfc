import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SiteFooter } from "@/components/site/site-footer";
import { SiteHeader } from "@/components/site/site-header";
import { toLocale } from "@/lib/core/locales";
import { localizedPath } from "@/lib/entry/locale";

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("nav")]);
  const to = (path: string) => localizedPath(path, toLocale(locale));
  const links = [
    { href: `${to("/")}#features`, text: t("features") },
    { href: `${to("/")}#how`, text: t("howItWorks") },
    { href: to("/pricing"), text: t("pricing") },
  ];
  return (
    <>
      <SiteHeader visitor={null} links={links} />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}
