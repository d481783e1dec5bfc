import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/brand/mark";
import { LocaleLink } from "@/components/locale-link";
import { LanguageSwitch } from "@/components/site/language-switch";
import { ThemeSwitch } from "@/components/theme/theme-switch";

/** The foot of every page for customers. */
export function SiteFooter() {
  const t = useTranslations("nav");
  const brand = useTranslations("brand")("name");
  return (
    <footer className="print:hidden border-t border-line bg-sunken/50">
      <div className="shell grid grid-cols-2 gap-x-6 gap-y-9 py-12 sm:py-14 lg:grid-cols-[1.7fr_1fr_1fr_1fr]">
        <div className="col-span-2 max-w-xs lg:col-span-1">
          <Wordmark name={brand} />
          <p className="mt-4 text-[0.9375rem] text-soft-ink">{t("footerPromise")}</p>
        </div>
        <FooterColumn title={t("footerProduct")}>
          <FooterLink href="/">{t("home")}</FooterLink>
          <FooterLink href="/pricing">{t("pricing")}</FooterLink>
          <FooterLink href="/docs/api">{t("api")}</FooterLink>
        </FooterColumn>
        <FooterColumn title={t("footerAccount")}>
          <FooterLink href="/account">{t("overview")}</FooterLink>
          <FooterLink href="/account/invoices">{t("invoices")}</FooterLink>
          <FooterLink href="/account/devices">{t("devices")}</FooterLink>
        </FooterColumn>
        <FooterColumn title={t("footerLegal")}>
          <FooterLink href="/legal/privacy">{t("privacy")}</FooterLink>
          <FooterLink href="/legal/terms">{t("terms")}</FooterLink>
        </FooterColumn>
      </div>
      <div className="shell">
        <div className="flex flex-wrap items-center justify-between gap-4 border-t border-line py-6">
          <p className="text-sm text-soft-ink">{t("footerNote")}</p>
          <div className="flex flex-wrap items-center gap-3">
            <LanguageSwitch />
            <ThemeSwitch />
          </div>
        </div>
      </div>
    </footer>
  );
}

function FooterColumn({ title, children }: { title: string; children: ReactNode }) {
  return (
    <nav aria-label={title}>
      <p className="text-sm font-semibold">{title}</p>
      <ul className="mt-3 grid gap-1">{children}</ul>
    </nav>
  );
}

function FooterLink({ href, children }: { href: `/${string}`; children: ReactNode }) {
  const className =
    "inline-block py-1 text-[0.9375rem] text-soft-ink underline-offset-4 hover:text-ink hover:underline";
  return (
    <li>
      <LocaleLink href={href} className={className}>
        {children}
      </LocaleLink>
    </li>
  );
}
