/** What a benchmark prints: throughput, and ours ÷ yardstick, both measured in the same run. */
export type BenchResult = {
  name: string;
  ratios: Record<string, number>;
  requestsPerSecond: Record<string, number>;
};
