/** What a benchmark prints: its figures, and ours ÷ yardstick in throughput, both measured in the same run. */
export type BenchResult = {
  name: string;
  ratios: Record<string, number>;
  requestsPerSecond?: Record<string, number>;
  /** Pages with much behind them: how long the server takes, and how that grows with what is behind. */
  pages?: PageTimes[];
  /** Rows with the same columns. */
  table?: Record<string, string | number>[];
  /** What was to be reached and was not, in words. A benchmark that has any ends with an exit code of 1. */
  misses?: string[];
  /** What one benchmark alone measures, with the unit in its name: `p95Ms`, `cachedUs`. */
  [figure: string]:
    | string
    | number
    | Record<string, number>
    | PageTimes[]
    | string[]
    | Record<string, string | number>[]
    | undefined;
};

/** `p95Ms` at the largest size; `growth` = time at the largest size ÷ time at a tenth of it. */
export type PageTimes = { path: string; p95Ms: number; growth: number; [figure: string]: string | number };
