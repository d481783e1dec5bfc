import { useLocale } from "next-intl";
import type { ComponentProps } from "react";
import { Link } from "@/components/ui/link";
import { localizedPath, toLocale } from "@/lib/core/locales";

/** A link to a public page, in the language of this one. Pages of the account have one address: plain links lead there. */
export function LocaleLink({ href, ...props }: Omit<ComponentProps<typeof Link>, "href"> & { href: `/${string}` }) {
  return <Link href={localizedPath(href, toLocale(useLocale()))} {...props} />;
}
