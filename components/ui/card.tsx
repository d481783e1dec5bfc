import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** A raised sheet of paper. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return (
    <section className={cn("rounded-card border border-line bg-card p-6 shadow-card sm:p-7", className)} {...props} />
  );
}

/** The heading of a card; `id` names the card for those who listen. */
export function CardTitle({ className, children, ...props }: ComponentProps<"h2">) {
  return (
    <h2 className={cn("text-xl leading-tight", className)} {...props}>
      {children}
    </h2>
  );
}
