import { expect, test } from "vitest";
import { medianRun, missesOf, type Row, slowdownFor } from "./lighthouse-scores";

const row = (more: Partial<Row>): Row => ({
  page: "home",
  device: "desktop",
  cpuSlowdown: 1,
  performance: 95,
  accessibility: 100,
  bestPractices: 100,
  seo: 100,
  lcpMs: 600,
  tbtMs: 0,
  cls: 0,
  benchmarkIndex: 900,
  ...more,
});

test("a desktop has to reach the goal in all four", () => {
  expect(missesOf([row({})])).toEqual([]);
  expect(missesOf([row({ performance: 94 }), row({ page: "portal", seo: 90 })])).toEqual([
    "home, desktop: performance is 94, not 95",
    "portal, desktop: seo is 90, not 95",
  ]);
});

test("a phone's performance is stated and does not count; the other three do", () => {
  expect(missesOf([row({ device: "phone", performance: 60 })])).toEqual([]);
  expect(missesOf([row({ device: "phone", accessibility: 94 })])).toHaveLength(1);
});

test("a score that is no number is a miss", () => {
  expect(missesOf([row({ performance: Number.NaN })])).toHaveLength(1);
});

test("the median is one of the runs, whatever their order", () => {
  const [low, middle, high] = [row({ performance: 80 }), row({ performance: 90 }), row({ performance: 99 })];
  for (const runs of [
    [low, middle, high],
    [high, low, middle],
  ])
    expect(medianRun(runs)).toBe(middle);
});

test.each([
  [100, 1],
  [150, 1],
  [475, 1.5],
  [800, 2],
  [1300, 3],
  [1533, 4],
])("a machine with an index of %i plays the phone at %f times slower", (index, slowdown) => {
  expect(slowdownFor(index)).toBe(slowdown);
});
