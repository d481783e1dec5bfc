/** What a benchmark prints: its figures, and ours ÷ yardstick in throughput, both measured in the same run. */
export type BenchResult = {
  name: string;
  ratios: Record<string, number>;
  requestsPerSecond?: Record<string, number>;
  /** What one benchmark alone measures, with the unit in its name: `p95Ms`, `cachedUs`. */
  [figure: string]: string | number | Record<string, number> | undefined;
};
