"use client";

import { usePathname } from "next/navigation";
import type { ComponentProps } from "react";
import { Link } from "@/components/ui/link";

type NavLinkProps = ComponentProps<typeof Link> & {
  href: string;
  /** The address below which every page counts as this one. */
  section?: string;
};

/** A link of a menu, which says when it leads to the page one is on. */
export function NavLink({ href, section, ...props }: NavLinkProps) {
  // The server sees the path after the language was taken off, the browser the one before: only what follows may count.
  const [here, there] = [withoutLanguage(usePathname()), withoutLanguage(href)];
  const isHere = here === there || (section !== undefined && here.startsWith(`${section}/`));
  return <Link href={href} aria-current={isHere ? "page" : undefined} {...props} />;
}

function withoutLanguage(path: string): string {
  return path.replace(/^\/nl(?=\/|$)/, "") || "/";
}
