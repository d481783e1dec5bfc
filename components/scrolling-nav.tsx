"use client";

import { usePathname } from "next/navigation";
import { type ComponentProps, useEffect, useRef } from "react";

/** A row of links that may be wider than a phone: the one that stands for the page is moved to its middle. */
export function ScrollingNav(props: ComponentProps<"nav">) {
  const row = useRef<HTMLElement>(null);
  const path = usePathname();
  // Sideways alone: `scrollIntoView` would also move the page, which may have come back to where one was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the path another link stands for the page
  useEffect(() => {
    const current = row.current?.querySelector("[aria-current=page]");
    if (!row.current || !current) return;
    const [around, link] = [row.current.getBoundingClientRect(), current.getBoundingClientRect()];
    row.current.scrollLeft += (link.left + link.right - around.left - around.right) / 2;
  }, [path]);
  return <nav ref={row} {...props} />;
}
