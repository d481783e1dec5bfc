import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** A row of choices of which one is taken. Each choice is a link, so that the address holds the choice. */
export function Segmented({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <nav
      aria-label={label}
      className={cn("inline-flex rounded-full border border-line bg-sunken p-1 text-[0.9375rem]", className)}
    >
      {children}
    </nav>
  );
}

/** The looks of one choice; `aria-current` marks the one that is taken. */
export const segmentClasses =
  "inline-flex min-h-10 items-center gap-2 rounded-full px-4 font-semibold text-soft-ink transition-colors hover:text-ink aria-[current]:bg-card dark:aria-[current]:bg-control-line/45 aria-[current]:text-ink aria-[current]:shadow-card";

/** The looks of one choice among many, which go onto lines of their own where they don't fit on one. */
export const chipClasses =
  "inline-flex min-h-9 items-center rounded-full border border-line bg-card px-3.5 text-sm font-semibold text-soft-ink transition-colors hover:border-control-line hover:text-ink aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-paper";
