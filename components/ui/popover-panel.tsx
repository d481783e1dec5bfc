"use client";

import type { ComponentProps, MouseEvent } from "react";

/**
 * A panel that a `<button popoverTarget>` opens. The browser does it: in front of the page, closed by Escape and by a
 * click elsewhere, focus given back, and all of it before any script has arrived. Following a link in it closes it too,
 * which the browser does not do where the page stays the same document.
 */
export function PopoverPanel(props: ComponentProps<"div"> & { id: string }) {
  const closeOnLink = (event: MouseEvent<HTMLDivElement>) => {
    if (event.target instanceof Element && event.target.closest("a")) event.currentTarget.hidePopover();
  };
  // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links inside take the keys
  return <div popover="auto" onClick={closeOnLink} {...props} />;
}
