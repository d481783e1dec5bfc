import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** What is wider than a narrow screen scrolls sideways by itself, with the keyboard too. */
export function ScrollArea({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={cn("relative overflow-x-auto", className)}
    >
      {children}
    </section>
  );
}

/** Rows of facts under one name. */
export function Table({ className, label, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <ScrollArea label={label} className="rounded-card border border-line bg-card">
      <table className={cn("w-full border-collapse text-left text-sm", className)} {...props} />
    </ScrollArea>
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead className="border-b border-line bg-sunken/60 text-xs text-soft-ink" {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody className="divide-y divide-line" {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("transition-colors hover:bg-sunken/50", className)} {...props} />;
}

export function HeaderCell({ className, ...props }: ComponentProps<"th">) {
  return <th scope="col" className={cn("whitespace-nowrap px-4 py-2.5 font-semibold", className)} {...props} />;
}

export function Cell({ className, ...props }: ComponentProps<"td">) {
  // Ids stay on one line: the table scrolls, and a line that is broken can't be compared.
  return <td className={cn("px-4 py-3 align-middle [&>code]:whitespace-nowrap", className)} {...props} />;
}
