import { expect, test } from "vitest";
import { decideNextPeriodEnd } from "./decide-period";

const seconds = (iso: string) => Date.parse(iso) / 1_000;
const iso = (at: number) => new Date(at * 1_000).toISOString().slice(0, 19);

function periods(anchor: string, interval: string, interval_count: number, count: number): string[] {
  const ends: string[] = [];
  let at = seconds(`${anchor}Z`);
  for (let index = 0; index < count; index += 1) {
    at = decideNextPeriodEnd(seconds(`${anchor}Z`), { interval, interval_count }, at);
    ends.push(iso(at));
  }
  return ends;
}

test("a month that is too short ends on its last day, and later ones return to the anchor's day", () => {
  expect(periods("2026-01-31T10:00:00", "month", 1, 4)).toEqual([
    "2026-02-28T10:00:00",
    "2026-03-31T10:00:00",
    "2026-04-30T10:00:00",
    "2026-05-31T10:00:00",
  ]);
});

test("a yearly period from a leap day ends on 28 February until the next leap year", () => {
  expect(periods("2024-02-29T00:00:00", "year", 1, 4)).toEqual([
    "2025-02-28T00:00:00",
    "2026-02-28T00:00:00",
    "2027-02-28T00:00:00",
    "2028-02-29T00:00:00",
  ]);
});

test("weeks, days and several months at once are counted from the anchor", () => {
  expect(periods("2026-01-01T23:59:59", "week", 2, 2)).toEqual(["2026-01-15T23:59:59", "2026-01-29T23:59:59"]);
  expect(periods("2026-12-31T00:00:00", "day", 1, 1)).toEqual(["2027-01-01T00:00:00"]);
  expect(periods("2026-08-31T00:00:00", "month", 3, 3)).toEqual([
    "2026-11-30T00:00:00",
    "2027-02-28T00:00:00",
    "2027-05-31T00:00:00",
  ]);
});

test("every boundary lies after the instant asked about, however far from the anchor", () => {
  const anchor = seconds("2020-01-31T12:00:00Z");
  for (let day = 0; day < 3_000; day += 13) {
    const after = anchor + day * 86_400;
    const end = decideNextPeriodEnd(anchor, { interval: "month", interval_count: 1 }, after);
    expect(end).toBeGreaterThan(after);
    expect(end - after).toBeLessThanOrEqual(31 * 86_400);
  }
});
