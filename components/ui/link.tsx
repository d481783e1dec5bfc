"use client";

import NextLink, { useLinkStatus } from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link whose page is fetched ahead once somebody is about to follow it (pointer, finger or focus on it). Next would
 * fetch every link in view: pages here are rendered per request, and one visit would cost ten. While its page is on its
 * way, a line at the top of the window says so.
 */
export function Link({ onMouseEnter, onTouchStart, onFocus, children, ...props }: ComponentProps<typeof NextLink>) {
  const [isLikely, setLikely] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={isLikely ? "auto" : false}
      onMouseEnter={(event) => {
        setLikely(true);
        onMouseEnter?.(event);
      }}
      onTouchStart={(event) => {
        setLikely(true);
        onTouchStart?.(event);
      }}
      onFocus={(event) => {
        setLikely(true);
        onFocus?.(event);
      }}
    >
      {children}
      <OnItsWay />
    </NextLink>
  );
}

function OnItsWay() {
  return useLinkStatus().pending ? <span aria-hidden="true" className="page-on-its-way" /> : null;
}
