import { expect, test } from "vitest";
import { countPlaywright, countVitest } from "./count-tests";

const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test("counts what passed and failed", () => {
  expect(countVitest({ ...vitest, numFailedTests: 2 })).toEqual({ passed: 5, failed: 2 });
});

test("a test that was skipped or only planned did not pass", () => {
  expect(countVitest({ ...vitest, numPendingTests: 1, numTodoTests: 1 }).failed).toBe(2);
});

test("a test file that could not be loaded is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(countVitest({ ...vitest, testResults }).failed).toBe(1);
});

test("a browser test that was flaky or skipped did not pass", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 1 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 3, failed: 4 });
});

test("a report of another shape is refused instead of counted as success", () => {
  expect(() => countVitest({})).toThrow();
  expect(() => countPlaywright({ stats: {} })).toThrow();
});
