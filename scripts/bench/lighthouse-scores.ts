/** What one run of Lighthouse says of a page. Scores are from 0 to 100, times in milliseconds. */
export type Scores = {
  performance: number;
  accessibility: number;
  bestPractices: number;
  seo: number;
  lcpMs: number;
  tbtMs: number;
  cls: number;
  /** How fast the machine was meanwhile, by Lighthouse's own measure; a fast desktop has 1,500 and more. */
  benchmarkIndex: number;
};
export type Device = "desktop" | "phone" | "phone, calibrated";
export type Row = { page: string; device: Device; cpuSlowdown: number } & Scores;

const goal = 95;
type Category = "performance" | "accessibility" | "bestPractices" | "seo";
/** On the devices that an extension runs on all four count; what a phone's processor makes of a page is only stated. */
const counted: Record<Device, Category[]> = {
  desktop: ["performance", "accessibility", "bestPractices", "seo"],
  phone: ["accessibility", "bestPractices", "seo"],
  "phone, calibrated": [],
};

/** What was to be reached and was not, in words; empty where the goal is met. */
export function missesOf(rows: Row[]): string[] {
  return rows.flatMap((row) =>
    counted[row.device]
      .filter((category) => !(row[category] >= goal))
      .map((category) => `${row.page}, ${row.device}: ${category} is ${row[category]}, not ${goal}`),
  );
}

/** The run in the middle by performance, as a whole, so that its figures belong together. */
export function medianRun<T extends { performance: number }>(runs: T[]): T {
  const median = runs.toSorted((a, b) => a.performance - b.performance)[Math.floor(runs.length / 2)];
  if (!median) throw new Error("There is no median of no runs.");
  return median;
}

/**
 * How many times slower than this machine the phone is that Lighthouse means, between the points that its authors give
 * (https://lighthouse-cpu-throttling-calculator.vercel.app): 1 at an index of 150, 2 at 800, 3 at 1300, then one more
 * for every 233.
 */
export function slowdownFor(benchmarkIndex: number): number {
  const points = [
    { from: 1300, slowdown: 3, perTime: 233 },
    { from: 800, slowdown: 2, perTime: 500 },
    { from: 150, slowdown: 1, perTime: 650 },
  ];
  const point = points.find(({ from }) => benchmarkIndex >= from);
  const slowdown = point ? point.slowdown + (benchmarkIndex - point.from) / point.perTime : 1;
  return Math.round(slowdown * 10) / 10;
}
