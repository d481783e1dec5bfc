import { cn } from "@/components/ui/class-names";

/** The place of something that is on its way; give it the size of what will come, so that nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block animate-pulse rounded-control bg-line/70", className)} />;
}
