"use client";

import { ChevronDown, LayoutDashboard, LogOut, MonitorSmartphone, ReceiptText, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLink,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Link } from "@/components/ui/link";

export type SignedIn = { email: string; name: string | null; isStaff: boolean };

/** The menu of whoever is signed in. */
export function AccountMenu({ visitor }: { visitor: SignedIn }) {
  const t = useTranslations("nav");
  const shown = visitor.name ?? visitor.email;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
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
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-64">
        <div className="px-3 pb-2 pt-2 text-sm">
          <p className="text-soft-ink">{t("signedInAs")}</p>
          <p className="truncate font-semibold" title={visitor.email}>
            {visitor.email}
          </p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuLink render={<Link href="/account" />}>
          <LayoutDashboard aria-hidden="true" />
          {t("overview")}
        </DropdownMenuLink>
        <DropdownMenuLink render={<Link href="/account/invoices" />}>
          <ReceiptText aria-hidden="true" />
          {t("invoices")}
        </DropdownMenuLink>
        <DropdownMenuLink render={<Link href="/account/devices" />}>
          <MonitorSmartphone aria-hidden="true" />
          {t("devices")}
        </DropdownMenuLink>
        {visitor.isStaff ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuLink render={<Link href="/staff" />}>
              <ShieldCheck aria-hidden="true" />
              {t("staff")}
            </DropdownMenuLink>
          </>
        ) : null}
        <DropdownMenuSeparator />
        <form method="post" action="/sign-out">
          <DropdownMenuItem closeOnClick={false} nativeButton render={<button type="submit" />}>
            <LogOut aria-hidden="true" />
            {t("signOut")}
          </DropdownMenuItem>
        </form>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
