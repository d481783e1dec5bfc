import { expect, test } from "vitest";
import { isDue, newRule, readRules } from "./rule";

const monday = (hour: number) => new Date(2026, 10, 23, hour, 30);

test("a rule acts on its days, from its first hour until just before its last", () => {
  const rule = { ...newRule("Stretch"), fromHour: 9, untilHour: 18 };
  expect([8, 9, 17, 18].map((hour) => isDue(rule, monday(hour)))).toEqual([false, true, true, false]);
  expect(isDue({ ...rule, days: [0, 6] }, monday(12))).toBe(false);
});

test("a rule that is switched off never acts", () => {
  expect(isDue({ ...newRule("Stretch"), isOn: false }, monday(12))).toBe(false);
});

test("what is stored and is not a rule is left out", () => {
  const rule = newRule("Stretch");
  expect(readRules([rule, null, "rule", { ...rule, everyMinutes: 0 }, { ...rule, action: "delete" }])).toEqual([rule]);
  expect(readRules({ rules: [rule] })).toEqual([]);
});
