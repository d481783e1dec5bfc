import { Skeleton } from "@/components/ui/skeleton";

/** A heading and a list on their way. */
export function ListSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-12 w-56 max-w-full" />
      <Skeleton className="mt-3 h-5 w-80 max-w-full" />
      <Skeleton className="mt-8 h-72 rounded-card" />
    </div>
  );
}
