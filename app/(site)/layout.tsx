import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { toSignedIn } from "@/components/signed-in";
import { SiteFooter } from "@/components/site/site-footer";
import { SiteHeader } from "@/components/site/site-header";
import { localizedPath, toLocale } from "@/lib/core/locales";
import { findVisitor } from "@/lib/entry/page";

export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [visitor, locale, t] = await Promise.all([findVisitor(), getLocale(), getTranslations("nav")]);
  const to = (path: string) => localizedPath(path, toLocale(locale));
  const links = [
    { href: `${to("/")}#features`, text: t("features") },
    { href: `${to("/")}#how`, text: t("howItWorks") },
    { href: to("/pricing"), text: t("pricing") },
  ];
  return (
    <>
      <SiteHeader visitor={toSignedIn(visitor)} links={links} />
      <main id="content" tabIndex={-1} className="min-h-rest outline-none">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}
