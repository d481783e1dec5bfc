import { ArrowDownRight, ArrowRight, ArrowUpRight } from "lucide-react";
import { Definition } from "@/components/analytics/definition";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";

export type Difference = {
  /** How it compares, in words, with its amount. */
  text: string;
  direction: "up" | "down" | "same";
  isGood: boolean;
};

type FigureTileProps = {
  id: string;
  label: string;
  value: string;
  /** Where the rows behind the figure are. */
  href: string;
  linkLabel: string;
  definition: string;
  /** What the figure is about where that is not now, e.g. a month. */
  note?: string;
  difference?: Difference | null;
};

const arrows = { up: ArrowUpRight, down: ArrowDownRight, same: ArrowRight };

/** One figure, how it compares, what it means, and the way to its rows. */
export function FigureTile({ id, label, value, href, linkLabel, definition, note, difference }: FigureTileProps) {
  const Arrow = arrows[difference?.direction ?? "same"];
  return (
    <section className="flex break-inside-avoid flex-col rounded-card border border-line bg-card p-4 shadow-card sm:p-5">
      <div className="flex items-start justify-between gap-2">
        <h2 className="font-sans text-sm font-semibold tracking-normal text-soft-ink">{label}</h2>
        <Definition id={`about-${id}`} of={label}>
          <p>{definition}</p>
        </Definition>
      </div>
      <p className="mt-1 font-display text-2xl font-semibold leading-tight tracking-tight sm:text-[1.75rem]">
        <Link
          href={href}
          aria-label={linkLabel}
          className="figures inline-flex min-h-9 items-center rounded-sm decoration-brass decoration-2 underline-offset-4 hover:underline"
        >
          {value}
        </Link>
      </p>
      <div className="grid gap-0.5 pt-1 text-sm text-soft-ink">
        {note ? <p>{note}</p> : null}
        {difference ? (
          <p
            className={cn(
              "figures flex gap-1",
              difference.direction !== "same" && (difference.isGood ? "text-leaf-ink" : "text-ember-ink"),
            )}
          >
            <Arrow aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {difference.text}
          </p>
        ) : null}
      </div>
    </section>
  );
}
