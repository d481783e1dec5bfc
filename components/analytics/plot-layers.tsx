import { positionOn, type Scale } from "@/components/analytics/nice-scale";
import { cn } from "@/components/ui/class-names";

type LineLayerProps = {
  scale: Scale;
  /** One a column; null where there is nothing to say, which leaves a gap. */
  values: (number | null)[];
  /** Classes that set the colour as `currentColor`. */
  className: string;
  /** Fills the space down to zero. */
  isArea?: boolean;
  /** Drawn with dashes, to tell two lines apart without their colours. */
  isDashed?: boolean;
};

/** A line through the middles of the columns. The way to the running month, the last one, is dotted: it may still move. */
export function LineLayer({ scale, values, className, isArea, isDashed }: LineLayerProps) {
  const points = values.flatMap((value, index) =>
    value === null
      ? []
      : [{ index, x: ((index + 0.5) / values.length) * 100, y: (1 - positionOn(scale, value)) * 100 }],
  );
  const zero = (1 - positionOn(scale, 0)) * 100;
  const full = points.filter(({ index }) => index < values.length - 1);
  const running = points.filter(({ index }) => index >= values.length - 2);
  const [first, last] = [points[0], points.at(-1)];
  return (
    <div className={cn(lineClasses, className)}>
      <svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" className="size-full overflow-visible">
        {isArea && first && last ? (
          <path
            d={`${pathOf(points)}L${last.x} ${zero}L${first.x} ${zero}Z`}
            className="fill-current opacity-[0.14] dark:opacity-20"
          />
        ) : null}
        <path d={pathOf(full)} {...stroke} strokeDasharray={isDashed ? "7 5" : undefined} />
        {running.length === 2 ? <path d={pathOf(running)} {...stroke} strokeDasharray="2 5" /> : null}
      </svg>
      {points.map(({ index, x, y }) => (
        <span
          key={index}
          style={{ left: `${x}%`, top: `${y}%` }}
          className={index === values.length - 1 ? "size-3 bg-card" : "size-1.5 bg-current"}
        />
      ))}
    </div>
  );
}

/** Said once, and not at each of a dozen points. */
const lineClasses =
  "absolute inset-0 [&>span]:absolute [&>span]:-translate-x-1/2 [&>span]:-translate-y-1/2 [&>span]:rounded-full [&>span]:border-2 [&>span]:border-current";

const stroke = {
  className: "fill-none stroke-current",
  strokeWidth: 2.5,
  strokeLinecap: "round",
  strokeLinejoin: "round",
  vectorEffect: "non-scaling-stroke",
} as const;

function pathOf(points: { x: number; y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
}

type BarPart = { key: string; value: number; className: string };
type Bar = { month: Date; parts: BarPart[] };

/** Said once, and not at each of some dozen parts. */
const barClasses =
  "absolute inset-0 grid auto-cols-fr grid-flow-col [&>div]:relative [&>div:last-child]:opacity-60 [&_span]:absolute [&_span]:inset-x-[16%] [&_span]:rounded-[2px] [&_span]:border-y [&_span]:border-card sm:[&_span]:inset-x-[20%]";

/** Stacked bars, one a month: what is positive upwards from zero, what is negative downwards, in the order given. */
export function BarLayer({ scale, bars }: { scale: Scale; bars: Bar[] }) {
  return (
    <div className={barClasses}>
      {bars.map(({ month, parts }) => (
        <div key={month.getTime()}>
          {stack(parts).map(({ key, className, from, to }) => (
            <span
              key={key}
              style={{
                bottom: `${positionOn(scale, Math.min(from, to)) * 100}%`,
                height: `${Math.abs(positionOn(scale, to) - positionOn(scale, from)) * 100}%`,
              }}
              className={className}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function stack(parts: readonly BarPart[]): (BarPart & { from: number; to: number })[] {
  let up = 0;
  let down = 0;
  return parts
    .filter(({ value }) => value !== 0)
    .map((part) => {
      const from = part.value > 0 ? up : down;
      const to = from + part.value;
      if (part.value > 0) up = to;
      else down = to;
      return { ...part, from, to };
    });
}
