import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Mark } from "@/components/brand/mark";
import { NavLink } from "@/components/nav-link";
import { ScrollingNav } from "@/components/scrolling-nav";
import { toSignedIn } from "@/components/signed-in";
import { AccountMenu } from "@/components/site/account-menu";
import { LanguageSwitch } from "@/components/site/language-switch";
import { StripeNotice } from "@/components/staff/stripe-notice";
import { Interactive } from "@/components/texts/interactive";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { Link } from "@/components/ui/link";
import { findStripeProblem } from "@/lib/billing/stripe-problem";
import { localizedPath, toLocale } from "@/lib/core/locales";
import { requireStaff } from "@/lib/entry/page";
import { navigationOf } from "@/lib/runtime/navigation";

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const [visitor, locale, texts, nav, t, brand] = await Promise.all([
    requireStaff(),
    getLocale(),
    getTranslations(),
    getTranslations("nav"),
    getTranslations("staff"),
    getTranslations("brand"),
  ]);
  const signedIn = toSignedIn(visitor);
  return (
    <Interactive namespaces={["common", "errors.codes", "staff.customerAction", "staff.inbox"]}>
      <header className="sticky top-0 z-30 bg-night text-on-night print:hidden">
        <div className="shell flex h-14 items-center gap-2 sm:gap-6">
          <Link
            href={localizedPath("/", toLocale(locale))}
            aria-label={nav("backToSite")}
            className="rounded-control p-1"
          >
            <Mark className="size-7 text-on-night" />
          </Link>
          <p className="hidden font-display font-semibold tracking-tight lg:block">
            {brand("name")} <span className="font-normal text-on-night-soft">{t("title")}</span>
          </p>
          <ScrollingNav aria-label={nav("staff")} className="flex h-full min-w-0 overflow-x-auto text-sm font-medium">
            {navigationOf("staff", visitor.role).map(({ href, label, section }) => (
              <NavLink
                key={href}
                href={href}
                section={section}
                className="flex items-center whitespace-nowrap border-y-2 border-transparent px-2.5 text-on-night-soft outline-offset-[-4px] hover:text-on-night aria-[current=page]:border-b-brass aria-[current=page]:text-on-night sm:px-4"
              >
                {texts(label)}
              </NavLink>
            ))}
          </ScrollingNav>
          <div className="ml-auto flex items-center gap-4">
            <p className="hidden whitespace-nowrap text-sm text-on-night-soft lg:block">
              {t("roleIs", { role: t(`role.${visitor.role}`) })}
            </p>
            {signedIn ? <AccountMenu visitor={signedIn} /> : null}
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="shell flex-1 py-8 outline-none">
        <StripeNotice problem={findStripeProblem()} />
        {children}
      </main>
      <footer className="shell flex flex-wrap items-center justify-end gap-3 py-6">
        <p className="mr-auto text-sm text-soft-ink">{t("utc")}</p>
        <div className="flex flex-wrap gap-3 print:hidden">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </footer>
    </Interactive>
  );
}
