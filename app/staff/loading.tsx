import { Skeleton } from "@/components/ui/skeleton";

/** A heading and a table on their way. */
export default function Loading() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-9 w-48" />
      <Skeleton className="mt-6 h-11 w-full max-w-xl" />
      <Skeleton className="mt-6 h-96 rounded-card" />
    </div>
  );
}
