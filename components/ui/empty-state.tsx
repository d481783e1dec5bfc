import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

type EmptyStateProps = {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** `h1` where it is all that the page says. */
  heading?: "h1" | "h2";
  className?: string;
};

/** What stands where nothing is yet: why it is empty, and what one can do about it. */
export function EmptyState({ icon, title, children, action, heading: Heading = "h2", className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        "grid justify-items-center gap-2 rounded-card border border-dashed border-control-line/60 px-6 py-14 text-center",
        className,
      )}
    >
      <span
        aria-hidden="true"
        className="mb-2 grid h-16 w-14 place-items-center rounded-b-lg rounded-t-full bg-sunken text-soft-ink [&>svg]:size-6"
      >
        {icon}
      </span>
      <Heading className="text-lg">{title}</Heading>
      {children ? <div className="max-w-md text-pretty text-soft-ink">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-3">{action}</div> : null}
    </div>
  );
}
