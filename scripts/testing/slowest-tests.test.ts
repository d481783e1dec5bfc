import { expect, test } from "vitest";
import { describeSlowest, timePlaywright, timeVitest } from "./slowest-tests";

const vitest = {
  testResults: [
    { name: "/app/lib/a.test.ts", assertionResults: [{ fullName: "group quick", duration: 3.4 }] },
    { name: "/app/lib/b.test.ts", assertionResults: [{ fullName: "slow", duration: 1234 }, { fullName: "never ran" }] },
  ],
};
const spec = (title: string, file: string, durations: number[]) => ({
  title,
  file,
  tests: durations.map((duration) => ({ results: [{ duration }] })),
});
const playwright = {
  config: { rootDir: "/app/e2e" },
  suites: [
    { specs: [spec("buys", "buy.spec.ts", [20_000])] },
    { specs: [], suites: [{ specs: [spec("in a group", "buy.spec.ts", [500])] }] },
  ],
};

test("reads what each test of vitest took; one that never ran took nothing", () => {
  expect(timeVitest(vitest, "/app")).toEqual([
    { file: "lib/a.test.ts", title: "group quick", tookMs: 3.4 },
    { file: "lib/b.test.ts", title: "slow", tookMs: 1234 },
    { file: "lib/b.test.ts", title: "never ran", tookMs: 0 },
  ]);
});

test("reads what each browser test took, in groups too", () => {
  expect(timePlaywright(playwright, "/app")).toEqual([
    { file: "e2e/buy.spec.ts", title: "buys", tookMs: 20_000 },
    { file: "e2e/buy.spec.ts", title: "in a group", tookMs: 500 },
  ]);
});

test("names the slowest of both suites with seconds and file, slowest first and no more than asked", () => {
  const tests = [...timeVitest(vitest, "/app"), ...timePlaywright(playwright, "/app")];
  expect(describeSlowest(tests, 3).split("\n")).toEqual([
    "   20.0 s  e2e/buy.spec.ts  buys",
    "    1.2 s  lib/b.test.ts  slow",
    "    0.5 s  e2e/buy.spec.ts  in a group",
  ]);
});

test("a report of another shape is refused", () => {
  expect(() => timeVitest({}, "/app")).toThrow();
  expect(() => timePlaywright({ suites: [] }, "/app")).toThrow();
});
