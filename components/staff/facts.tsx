import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** Names and values side by side. */
export function Facts({ facts, className }: { facts: readonly (readonly [string, ReactNode])[]; className?: string }) {
  return (
    <dl
      className={cn(
        "grid gap-x-5 gap-y-4 rounded-card border border-line bg-card p-5 text-sm min-[22rem]:grid-cols-2 sm:gap-x-8 lg:grid-cols-4",
        className,
      )}
    >
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-soft-ink">{name}</dt>
          <dd className="mt-0.5 font-medium [overflow-wrap:anywhere]">{value || "–"}</dd>
        </div>
      ))}
    </dl>
  );
}
