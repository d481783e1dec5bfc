"use client";

import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";

/** The menu of a narrow screen; it closes when one arrives somewhere. */
export function MobileMenu({
  title,
  openLabel,
  closeLabel,
  children,
}: {
  title: string;
  openLabel: string;
  closeLabel: string;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the new address is the signal, not an input
  useEffect(() => setOpen(false), [pathname]);
  return (
    <Sheet open={isOpen} onOpenChange={setOpen}>
      <SheetTrigger
        aria-label={openLabel}
        className="grid size-11 place-items-center rounded-control border border-line bg-card hover:border-control-line md:hidden"
      >
        <Menu aria-hidden="true" className="size-5" />
      </SheetTrigger>
      <SheetContent title={title} closeLabel={closeLabel}>
        {/* A link to a place on this very page changes no address that React sees. */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links inside take the keys */}
        <div
          className="flex flex-1 flex-col"
          onClick={(event) => event.target instanceof Element && event.target.closest("a") && setOpen(false)}
        >
          {children}
        </div>
      </SheetContent>
    </Sheet>
  );
}
