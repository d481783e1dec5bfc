import { cva } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

const alertVariants = cva("flex gap-3.5 rounded-control border p-4 text-[0.9375rem] leading-relaxed", {
  variants: {
    tone: {
      notice: "border-brass/40 bg-brass-wash text-ink [&>svg]:text-brass-ink",
      good: "border-leaf-ink/25 bg-leaf-wash text-ink [&>svg]:text-leaf-ink",
      warning: "border-amber-ink/30 bg-amber-wash text-ink [&>svg]:text-amber-ink",
      bad: "border-ember-ink/30 bg-ember-wash text-ink [&>svg]:text-ember-ink",
    },
  },
});

const icons = { notice: Info, good: CircleCheck, warning: TriangleAlert, bad: CircleAlert };

type AlertProps = {
  tone: keyof typeof icons;
  title?: ReactNode;
  /** True when it appears after something the reader did, so that it must be read out at once. */
  live?: boolean;
  className?: string;
  children?: ReactNode;
};

/** Something to know before going on. */
export function Alert({ tone, title, live = false, className, children }: AlertProps) {
  const Icon = icons[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={cn(alertVariants({ tone }), className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className={cn(title && "mt-0.5", "text-pretty")}>{children}</div> : null}
      </div>
    </div>
  );
}
