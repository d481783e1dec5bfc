export type Interval = { interval: string; interval_count: number };

const secondsPerDay = 86_400;

/**
 * The `steps`-th boundary after the anchor, in Unix seconds. Months keep the anchor's day and time of day; where a
 * month is too short its last day is taken, and later months return to the anchor's day (31 Jan → 28 Feb → 31 Mar).
 * All in UTC. Source: https://docs.stripe.com/billing/subscriptions/billing-cycle
 */
export function decidePeriodBoundary(anchor: number, { interval, interval_count }: Interval, steps: number): number {
  const units = steps * interval_count;
  if (interval === "day") return anchor + units * secondsPerDay;
  if (interval === "week") return anchor + units * 7 * secondsPerDay;
  const months = interval === "year" ? units * 12 : units;
  const start = new Date(anchor * 1000);
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(start.getUTCDate(), lastDay)) / 1000;
  return midnight + (anchor % secondsPerDay);
}

/** The first boundary later than `after` (Unix seconds), for an anchor that is not later than `after`. */
export function decideNextPeriodEnd(anchor: number, interval: Interval, after: number): number {
  let steps = Math.max(0, Math.floor((after - anchor) / longestStepSeconds(interval)));
  while (decidePeriodBoundary(anchor, interval, steps) <= after) steps += 1;
  return decidePeriodBoundary(anchor, interval, steps);
}

/** No single step is longer than this, so that dividing by it never overshoots. */
function longestStepSeconds({ interval, interval_count }: Interval): number {
  const days = { day: 1, week: 7, month: 31, year: 366 }[interval] ?? 366;
  return days * interval_count * secondsPerDay;
}
