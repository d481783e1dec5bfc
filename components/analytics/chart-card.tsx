import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Definition } from "@/components/analytics/definition";
import { cn } from "@/components/ui/class-names";

export type Series = {
  key: string;
  label: string;
  /** A class of the background. */
  color: string;
  /** Where it is a dashed line. */
  isDashed?: boolean;
};

type ChartCardProps = {
  id: string;
  title: string;
  /** What the axis counts. */
  unit: string;
  definition: ReactNode;
  /** Names the colours; left out where there is only one. */
  series?: Series[];
  chart: ReactNode;
  table: ReactNode;
  className?: string;
};

/** A picture, what it counts, and the same figures as a table with a link behind each. */
export function ChartCard({ id, title, unit, definition, series = [], chart, table, className }: ChartCardProps) {
  const t = useTranslations("staff.overview");
  return (
    <section
      aria-labelledby={`${id}-title`}
      className={cn(
        "flex min-w-0 break-inside-avoid flex-col rounded-card border border-line bg-card p-5 shadow-card sm:p-7",
        className,
      )}
    >
      <div className="flex items-start justify-between gap-3">
        <div>
          <h2 id={`${id}-title`} className="text-xl leading-tight">
            {title}
          </h2>
          <p className="mt-1 text-sm text-soft-ink">{unit}</p>
        </div>
        <Definition id={`about-${id}`} of={title}>
          {definition}
        </Definition>
      </div>
      {series.length > 0 ? (
        <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {series.map(({ key, label, color, isDashed }) => (
            <li key={key} className="flex items-center gap-2">
              {isDashed ? (
                <span aria-hidden="true" className="flex gap-1">
                  <span className={cn("h-1 w-2 rounded-full", color)} />
                  <span className={cn("h-1 w-2 rounded-full", color)} />
                </span>
              ) : (
                <span aria-hidden="true" className={cn("size-2.5 rounded-full", color)} />
              )}
              {label}
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-auto pt-5">{chart}</div>
      <details className="group mt-4 border-t border-line pt-3 print:not-open:hidden">
        <summary className="flex min-h-9 items-center gap-1.5 text-sm font-semibold text-brass-ink">
          {t("asTable")}
          <ChevronDown aria-hidden="true" className="size-4 transition-transform group-open:rotate-180" />
        </summary>
        <div className="mt-3">{table}</div>
      </details>
    </section>
  );
}
