import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { OfflineWorker } from "@/components/offline-worker";
import { AccountNav } from "@/components/portal/account-nav";
import { toSignedIn } from "@/components/signed-in";
import { SiteFooter } from "@/components/site/site-footer";
import { SiteHeader } from "@/components/site/site-header";
import { Interactive } from "@/components/texts/interactive";
import { localizedPath, toLocale } from "@/lib/core/locales";
import { requireCustomer } from "@/lib/entry/page";
import { navigationOf } from "@/lib/runtime/navigation";
import { offlineWorkerPath } from "@/lib/web/offline";

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const [visitor, locale, texts, nav, t] = await Promise.all([
    requireCustomer(),
    getLocale(),
    getTranslations(),
    getTranslations("nav"),
    getTranslations("portal.nav"),
  ]);
  const sections = navigationOf("account").map(({ href, label }) => ({ href, text: texts(label) }));
  const links = [
    { href: localizedPath("/pricing", toLocale(locale)), text: nav("pricing") },
    { href: localizedPath("/docs/api", toLocale(locale)), text: nav("api") },
  ];
  return (
    <Interactive namespaces={["common", "errors.codes", "portal", "onboarding"]}>
      <SiteHeader visitor={toSignedIn(visitor)} links={links} sections={sections} />
      <div className="border-b border-line/70 print:hidden">
        <div className="shell">
          <AccountNav label={t("label")} links={sections} />
        </div>
      </div>
      <main id="content" tabIndex={-1} className="shell min-h-rest py-10 outline-none lg:py-14">
        {children}
      </main>
      <SiteFooter />
      <OfflineWorker path={offlineWorkerPath(toLocale(locale))} />
    </Interactive>
  );
}
