import { z } from "zod";

export interface TestCount {
  passed: number;
  failed: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** Counts vitest's JSON report. A file that could not be loaded and a skipped test count as failures: neither ran. */
export function countVitest(report: unknown): TestCount {
  const counted = vitestReport.parse(report);
  const brokenFiles = counted.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const notRun = counted.numPendingTests + counted.numTodoTests;
  return { passed: counted.numPassedTests, failed: counted.numFailedTests + brokenFiles.length + notRun };
}

/** Counts Playwright's JSON report. Flaky and skipped tests count as failures, and so do errors outside of any test. */
export function countPlaywright(report: unknown): TestCount {
  const { stats, errors } = playwrightReport.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
