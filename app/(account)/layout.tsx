import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { toSignedIn } from "@/components/signed-in";
import { SiteFooter } from "@/components/site/site-footer";
import { SiteHeader } from "@/components/site/site-header";
import { Interactive } from "@/components/texts/interactive";
import { localizedPath, toLocale } from "@/lib/core/locales";
import { requireCustomer } from "@/lib/entry/page";

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const [visitor, locale, t] = await Promise.all([requireCustomer(), getLocale(), getTranslations("nav")]);
  const links = [
    { href: "/account", text: t("overview") },
    { href: "/account/invoices", text: t("invoices") },
    { href: "/account/devices", text: t("devices") },
    { href: localizedPath("/pricing", toLocale(locale)), text: t("pricing") },
  ];
  return (
    <Interactive namespaces={["common", "errors.codes", "portal", "onboarding"]}>
      <SiteHeader visitor={toSignedIn(visitor)} links={links} />
      <main id="content" tabIndex={-1} className="shell flex-1 py-12 outline-none lg:py-16">
        {children}
      </main>
      <SiteFooter />
    </Interactive>
  );
}
