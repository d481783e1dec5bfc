import fc from "fast-check";
import { expect, test } from "vitest";
import { niceScale, positionOn } from "@/components/analytics/nice-scale";

test("steps are round, contain zero, and count in whole things where things are counted", () => {
  expect(niceScale([130, 380]).ticks).toEqual([0, 100, 200, 300, 400]);
  expect(niceScale([-45, 160]).ticks).toEqual([-100, 0, 100, 200]);
  expect(niceScale([1, 2], 4, 1).ticks).toEqual([0, 1, 2]);
  expect(niceScale([0, 0]).ticks).toEqual([0, 1]);
});

test("every value lies on its scale, between a handful of steps", () => {
  const values = fc.array(fc.integer({ min: -5_000_000, max: 9_000_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(values, (drawn) => {
      const scale = niceScale(drawn);
      for (const value of drawn) {
        expect(positionOn(scale, value)).toBeGreaterThanOrEqual(-1e-9);
        expect(positionOn(scale, value)).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(scale.ticks.length).toBeLessThanOrEqual(8);
    }),
  );
});
