import { NavLink } from "@/components/nav-link";
import { ScrollingNav } from "@/components/scrolling-nav";

/**
 * The pages of an account, in one row; on a narrow screen it scrolls, and shows the page one is on. Where no script can
 * bring that into view, the row breaks instead.
 */
export function AccountNav({ label, links }: { label: string; links: readonly { href: string; text: string }[] }) {
  return (
    <ScrollingNav aria-label={label} className="-mx-3 flex overflow-x-auto [scrollbar-width:none] noscript:flex-wrap">
      {links.map(({ href, text }) => (
        <NavLink
          key={href}
          href={href}
          className="flex min-h-12 shrink-0 items-center border-b-2 border-transparent px-3 text-[0.9375rem] font-medium text-soft-ink outline-offset-[-4px] hover:text-ink aria-[current=page]:border-brass aria-[current=page]:text-ink aria-[current=page]:[scroll-initial-target:nearest]"
        >
          {text}
        </NavLink>
      ))}
    </ScrollingNav>
  );
}
