import { cn } from "@/components/ui/class-names";

type MeterProps = {
  /** Both in the same unit. */
  value: number;
  max: number;
  label: string;
  /** What is read out instead of the bare numbers, e.g. "1.2 GB of 5 GB". */
  valueText: string;
  /** `plain` where being full is good news or no news. */
  tone?: "warning" | "plain";
  className?: string;
};

/** How full something is. Unless it is plain, it turns amber from nine tenths and red when nothing is left. */
export function Meter({ value, max, label, valueText, tone = "warning", className }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : value > 0 ? 1 : 0;
  const fill = tone === "plain" ? "bg-primary" : share >= 1 ? "bg-ember" : share >= 0.9 ? "bg-amber-ink" : "bg-primary";
  return (
    <div className={cn("relative", className)}>
      <meter
        className="sr-only"
        aria-label={label}
        min={0}
        max={max}
        value={Math.min(value, max)}
        aria-valuetext={valueText}
      >
        {valueText}
      </meter>
      <div aria-hidden="true" className="h-2.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset">
        <div
          className={cn("h-full rounded-full", fill)}
          style={{ width: `${share * 100}%`, minWidth: value > 0 ? "0.625rem" : 0 }}
        />
      </div>
    </div>
  );
}
