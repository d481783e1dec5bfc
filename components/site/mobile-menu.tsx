import { Menu, X } from "lucide-react";
import type { ReactNode } from "react";
import { PopoverPanel } from "@/components/ui/popover-panel";

const panelId = "site-menu";

type MobileMenuProps = { title: string; openLabel: string; closeLabel: string; children: ReactNode };

/** The menu of a narrow screen; it closes when one arrives somewhere. */
export function MobileMenu({ title, openLabel, closeLabel, children }: MobileMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={panelId}
        aria-label={openLabel}
        className="grid size-11 place-items-center rounded-control border border-line bg-card hover:border-control-line md:hidden"
      >
        <Menu aria-hidden="true" className="size-5" />
      </button>
      <PopoverPanel
        id={panelId}
        role="dialog"
        aria-label={title}
        className="popover-sheet w-[min(22rem,88vw)] flex-col overflow-y-auto border-l border-line bg-card px-6 pb-8 pt-4 text-ink shadow-pop open:flex"
      >
        <div className="mb-4 flex items-center justify-between">
          <p className="font-display text-lg font-semibold">{title}</p>
          <button
            type="button"
            popoverTarget={panelId}
            popoverTargetAction="hide"
            aria-label={closeLabel}
            className="-mr-2.5 grid size-11 place-items-center rounded-control text-soft-ink hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-5" />
          </button>
        </div>
        {children}
      </PopoverPanel>
    </>
  );
}
