import { useTranslations } from "next-intl";
import { Wordmark } from "@/components/brand/mark";
import { LocaleLink } from "@/components/locale-link";
import { NavLink } from "@/components/nav-link";
import { AccountMenu, type SignedIn } from "@/components/site/account-menu";
import { LanguageSwitch } from "@/components/site/language-switch";
import { MobileMenu } from "@/components/site/mobile-menu";
import { ThemeSwitch } from "@/components/theme/theme-switch";
import { buttonVariants } from "@/components/ui/button";
import { Separator } from "@/components/ui/separator";

type SiteLink = { href: string; text: string };
type SiteHeaderProps = {
  visitor: SignedIn | null;
  links: SiteLink[];
  /** The pages of the part of the site that one is in; the menu of a narrow screen shows them first. */
  sections?: SiteLink[];
};

/** The head of every page for customers. */
export function SiteHeader({ visitor, links, sections }: SiteHeaderProps) {
  const t = useTranslations("nav");
  const common = useTranslations("common");
  const brand = useTranslations("brand")("name");
  const way = visitor ? { href: "/account", text: t("account") } : { href: "/sign-in", text: t("signIn") };
  return (
    <header className="print:hidden sticky top-0 z-30 border-b border-line/70 bg-paper/92 backdrop-blur-md">
      <div className="shell flex h-[4.5rem] items-center gap-3 sm:gap-6">
        <LocaleLink href="/" aria-label={t("homeOf", { brand })} className="rounded-control">
          <Wordmark name={brand} />
        </LocaleLink>
        <nav aria-label={t("main")} className="ml-4 hidden items-center gap-1 md:flex">
          {links.map((link) => (
            <NavLink
              key={link.href}
              href={link.href}
              className="rounded-control px-3.5 py-2 text-[0.9375rem] font-medium text-soft-ink hover:bg-sunken hover:text-ink aria-[current=page]:text-ink"
            >
              {link.text}
            </NavLink>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-2 sm:gap-3">
          {visitor ? (
            <AccountMenu visitor={visitor} />
          ) : (
            <NavLink
              href="/sign-in"
              className={buttonVariants({ variant: "outline", size: "sm", className: "h-11 px-3.5 sm:px-5" })}
            >
              {t("signIn")}
            </NavLink>
          )}
          <MobileMenu title={t("menu")} openLabel={t("openMenu")} closeLabel={common("close")}>
            <nav aria-label={t("main")} className="grid text-lg">
              {(sections ? [...sections, ...links] : [...links, way]).map((link) => (
                <NavLink
                  key={link.href}
                  href={link.href}
                  className="-mx-3 rounded-control px-3 py-3 font-medium hover:bg-sunken aria-[current=page]:text-brass-ink"
                >
                  {link.text}
                </NavLink>
              ))}
            </nav>
            <Separator className="my-5" />
            <div className="flex flex-wrap items-center gap-3">
              <LanguageSwitch />
              <ThemeSwitch />
            </div>
          </MobileMenu>
        </div>
      </div>
    </header>
  );
}
