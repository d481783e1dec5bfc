/** A scale that a reader can count on: evenly spaced round values from at or below the least to at or above the greatest. */
export type Scale = { min: number; max: number; ticks: number[] };

const roundSteps = [1, 2, 2.5, 5, 10];

/**
 * The scale for these values, with about `wanted` steps; 0 is always on it. `smallest` is the least step that makes
 * sense: 1 where things are counted.
 */
export function niceScale(values: readonly number[], wanted = 4, smallest = 0): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = Math.max((high - low) / wanted, smallest, Number.MIN_VALUE);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step =
    high === low ? smallest || 1 : magnitude * (roundSteps.find((one) => one * magnitude >= rough * 0.999) ?? 10);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.max(Math.ceil(high / step - 1e-9), 1)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { min: first * step, max: last * step, ticks };
}

/** Where a value lies on a scale: 0 at its lower end, 1 at its upper. */
export function positionOn({ min, max }: Scale, value: number): number {
  return (value - min) / (max - min);
}
