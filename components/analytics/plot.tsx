import type { ReactNode } from "react";
import type { Scale } from "@/components/analytics/nice-scale";
import { cn } from "@/components/ui/class-names";

export type PlotColumn = {
  key: string;
  /** Below the axis, e.g. "Jan"; `year` stands under it where a year begins. */
  label: string;
  year: string | null;
  /** What one sees when pointing at the column. */
  title: string;
  facts: { label: string; value: string; color?: string }[];
  href: string;
};

type PlotProps = {
  /** What the picture says, for those who listen. The figures themselves are in the chart's table. */
  summary: string;
  scale: Scale;
  tickText: (value: number) => string;
  columns: PlotColumn[];
  className?: string;
  children: ReactNode;
};

/**
 * Axes, columns and what appears when one points at them. Drawn on the server from percentages, so that it fits every
 * width with text of its own size, and needs no script. Pointing and clicking are for the mouse: the table below each
 * chart has the same links for everybody.
 */
export function Plot({ summary, scale, tickText, columns, className, children }: PlotProps) {
  const ticks = [...scale.ticks].reverse();
  const isWorthNaming = (index: number) => (columns.length - 1 - index) % 2 === 0;
  return (
    <div className="relative grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 pt-2">
      <div role="img" aria-label={summary} className="contents">
        <div className={cn("col-start-1 row-start-1 flex flex-col justify-between text-right", className)}>
          {ticks.map((tick) => (
            <span key={tick} className="figures block h-0 text-xs leading-none text-soft-ink">
              <span className="block -translate-y-1/2 whitespace-nowrap">{tickText(tick)}</span>
            </span>
          ))}
        </div>
        <div className={cn("relative col-start-2 row-start-1", className)}>
          <div className="absolute inset-0 flex flex-col justify-between">
            {ticks.map((tick) => (
              <span
                key={tick}
                className={cn("block h-0 border-t", tick === 0 ? "border-control-line" : "border-dashed border-line")}
              />
            ))}
          </div>
          {children}
        </div>
        <div className="col-start-2 row-start-2 mt-2 grid auto-cols-fr grid-flow-col text-center text-xs text-soft-ink">
          {columns.map(({ key, label, year }, index) => (
            <span
              key={key}
              className={cn("whitespace-nowrap leading-tight", !isWorthNaming(index) && "max-sm:invisible")}
            >
              {label}
              {year ? <span className="block font-semibold text-ink">{year}</span> : null}
            </span>
          ))}
        </div>
      </div>
      <div aria-hidden="true" className={cn(pointedClasses, className)}>
        {columns.map((column, index) => (
          <Pointed key={column.key} column={column} side={sideOf(index, columns.length)} />
        ))}
      </div>
    </div>
  );
}

type Side = "left" | "middle" | "right";

/** A note at the edge opens towards the middle, so that it stays in the picture. */
function sideOf(index: number, count: number): Side {
  if (index < count / 3) return "left";
  return index >= (count * 2) / 3 ? "right" : "middle";
}

/** Said once for all columns of a chart, and not in each: sixty notes would make half of the page. */
const pointedClasses =
  "col-start-2 row-start-1 grid auto-cols-fr grid-flow-col [&>a]:relative [&>a]:rounded-sm [&>a:hover]:bg-ink/[0.06] [&>a:hover>div]:grid [&>a>div]:pointer-events-none [&>a>div]:absolute [&>a>div]:top-1 [&>a>div]:z-10 [&>a>div]:hidden [&>a>div]:min-w-40 [&>a>div]:gap-1 [&>a>div]:rounded-control [&>a>div]:border [&>a>div]:border-line [&>a>div]:bg-card [&>a>div]:p-3 [&>a>div]:text-xs [&>a>div]:shadow-pop [&_b]:whitespace-nowrap [&_i]:size-2 [&_i]:shrink-0 [&_i]:rounded-full [&_p]:flex [&_p]:items-center [&_p]:gap-2 [&_p]:whitespace-nowrap [&_p]:text-soft-ink [&_span]:ml-auto [&_span]:pl-3 [&_span]:font-semibold [&_span]:tabular-nums [&_span]:text-ink";

const sides = { left: "left-0", middle: "left-1/2 -translate-x-1/2", right: "right-0" };

function Pointed({ column, side }: { column: PlotColumn; side: Side }) {
  // A plain anchor: a component of the browser for each of sixty columns would weigh more than the charts.
  return (
    <a href={column.href} tabIndex={-1}>
      <div className={sides[side]}>
        <b>{column.title}</b>
        {column.facts.map(({ label, value, color }) => (
          <p key={label}>
            {color ? <i className={color} /> : null}
            {label} <span>{value}</span>
          </p>
        ))}
      </div>
    </a>
  );
}
