import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";

/** The account page's places, in the sizes of what comes. */
export default function Loading() {
  return (
    <div className="grid gap-6" aria-busy="true">
      <div className="mb-2">
        <Skeleton className="h-12 w-64 max-w-full" />
        <Skeleton className="mt-3 h-5 w-72 max-w-full" />
      </div>
      <Card className="grid gap-x-10 gap-y-8 lg:grid-cols-[1.35fr_1fr] lg:p-9">
        <div>
          <Skeleton className="h-5 w-24" />
          <Skeleton className="mt-3 h-10 w-44" />
          <Skeleton className="mt-6 h-6 w-full max-w-md" />
          <Skeleton className="mt-7 h-11 w-56 max-w-full" />
        </div>
        <Skeleton className="h-36" />
      </Card>
      <div className="grid items-start gap-6 lg:grid-cols-[1.35fr_1fr]">
        <Skeleton className="h-[30rem] rounded-card" />
        <Skeleton className="h-60 rounded-card" />
      </div>
    </div>
  );
}
