import { cn } from "@/components/ui/class-names";

/** A line between two things that belong apart. */
export function Separator({ className }: { className?: string }) {
  return <hr className={cn("border-0 border-t border-line", className)} />;
}
