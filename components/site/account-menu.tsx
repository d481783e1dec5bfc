import {
  ChevronDown,
  LayoutDashboard,
  LogOut,
  type LucideIcon,
  MonitorSmartphone,
  ReceiptText,
  Settings,
  ShieldCheck,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { AccountSwitch } from "@/components/portal/account-switch";
import { Link } from "@/components/ui/link";
import { PopoverPanel } from "@/components/ui/popover-panel";
import { Separator } from "@/components/ui/separator";
import type { AccountPlace } from "@/lib/accounts/home-account";

export type SignedIn = {
  email: string;
  name: string | null;
  isStaff: boolean;
  /** Every account of theirs, the one they act for first. */
  accounts: readonly AccountPlace[];
};

const panelId = "account-menu";
const itemClasses =
  "flex w-full items-center gap-2.5 rounded-lg px-3 py-2.5 text-left text-[0.9375rem] hover:bg-sunken [&_svg]:size-4 [&_svg]:text-soft-ink";

/** The menu of whoever is signed in. It works before the scripts have arrived. */
export function AccountMenu({ visitor }: { visitor: SignedIn }) {
  const t = useTranslations("nav");
  const shown = visitor.name ?? visitor.email;
  return (
    <>
      <button
        type="button"
        popoverTarget={panelId}
        aria-label={t("accountMenu")}
        className="inline-flex h-11 items-center gap-2 rounded-full border border-line bg-card py-1 pl-1.5 pr-3 hover:border-control-line"
      >
        <span
          aria-hidden="true"
          className="grid size-8 place-items-center rounded-full bg-primary font-display text-sm font-semibold text-on-primary"
        >
          {shown.slice(0, 1).toUpperCase()}
        </span>
        <ChevronDown aria-hidden="true" className="size-4 text-soft-ink" />
      </button>
      <PopoverPanel
        id={panelId}
        className="popover-below w-64 rounded-card border border-line bg-card p-1.5 text-ink shadow-pop"
      >
        <div className="px-3 pb-2 pt-2 text-sm">
          <p className="text-soft-ink">{t("signedInAs")}</p>
          <p className="truncate font-semibold" title={visitor.email}>
            {visitor.email}
          </p>
        </div>
        <Separator className="mx-2 my-1.5" />
        <nav aria-label={t("accountMenu")}>
          <MenuLink href="/account" Icon={LayoutDashboard} text={t("overview")} />
          <MenuLink href="/account/invoices" Icon={ReceiptText} text={t("invoices")} />
          <MenuLink href="/account/devices" Icon={MonitorSmartphone} text={t("devices")} />
          <MenuLink href="/account/settings" Icon={Settings} text={t("settings")} />
          {visitor.isStaff ? <MenuLink href="/staff" Icon={ShieldCheck} text={t("staff")} /> : null}
        </nav>
        {visitor.accounts.length > 1 ? (
          <>
            <Separator className="mx-2 my-1.5" />
            <AccountSwitch accounts={visitor.accounts} itemClassName={itemClasses} />
          </>
        ) : null}
        <Separator className="mx-2 my-1.5" />
        <form method="post" action="/sign-out">
          <button type="submit" className={itemClasses}>
            <LogOut aria-hidden="true" />
            {t("signOut")}
          </button>
        </form>
      </PopoverPanel>
    </>
  );
}

function MenuLink({ href, Icon, text }: { href: string; Icon: LucideIcon; text: string }) {
  return (
    <Link href={href} className={itemClasses}>
      <Icon aria-hidden="true" />
      {text}
    </Link>
  );
}
