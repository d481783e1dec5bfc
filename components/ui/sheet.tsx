"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { backdropClasses } from "@/components/ui/dialog";

export const Sheet = Base.Root;
export const SheetTrigger = Base.Trigger;

/** A panel from the right edge, for the menu of a narrow screen. */
export function SheetContent({
  title,
  closeLabel,
  children,
}: {
  title: string;
  closeLabel: string;
  children: ReactNode;
}) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Popup className="fixed inset-y-0 right-0 z-50 flex w-[min(22rem,88vw)] flex-col overflow-y-auto border-l border-line bg-card px-6 pb-8 pt-4 text-ink shadow-pop transition-[translate] duration-300 ease-gate data-ending-style:translate-x-full data-starting-style:translate-x-full">
        <div className="mb-4 flex items-center justify-between">
          <Base.Title className="font-display text-lg">{title}</Base.Title>
          <Base.Close
            aria-label={closeLabel}
            className="-mr-2.5 grid size-11 place-items-center rounded-control text-soft-ink hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-5" />
          </Base.Close>
        </div>
        {children}
      </Base.Popup>
    </Base.Portal>
  );
}
