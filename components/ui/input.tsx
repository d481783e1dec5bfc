import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** What every control that holds a value looks like. */
export const controlClasses =
  "h-11 w-full min-w-0 rounded-control border border-control-line bg-card px-3.5 text-base text-ink transition-[border-color] placeholder:text-soft-ink hover:border-ink disabled:opacity-55 aria-invalid:border-ember-ink";

/** A line of text. Sixteen pixels tall at least, so that no phone zooms in on it. */
export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(controlClasses, className)} {...props} />;
}
