import path from "node:path";
import { z } from "zod";

export interface TimedTest {
  /** From the root of the project. */
  file: string;
  title: string;
  tookMs: number;
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), duration: z.number().nullish() })),
    }),
  ),
});

const browserTest = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ results: z.array(z.object({ duration: z.number() })) })),
});
const browserSuite = z.object({
  specs: z.array(browserTest),
  get suites() {
    return z.array(browserSuite).optional();
  },
});
const playwrightReport = z.object({ config: z.object({ rootDir: z.string() }), suites: z.array(browserSuite) });

/** How long each test of vitest's JSON report took, without the hooks around it. */
export function timeVitest(report: unknown, root: string): TimedTest[] {
  return vitestReport.parse(report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      file: path.relative(root, name),
      title: fullName,
      tookMs: duration ?? 0,
    })),
  );
}

/** How long each test of Playwright's JSON report took, with its fixtures. */
export function timePlaywright(report: unknown, root: string): TimedTest[] {
  const { config, suites } = playwrightReport.parse(report);
  return suites.flatMap(testsOf).map(({ title, file, tests }) => ({
    file: path.relative(root, path.join(config.rootDir, file)),
    title,
    tookMs: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0),
  }));
}

/** The slowest tests, one a line with seconds and file, slowest first. */
export function describeSlowest(tests: TimedTest[], most = 10): string {
  return tests
    .toSorted((a, b) => b.tookMs - a.tookMs)
    .slice(0, most)
    .map(({ file, title, tookMs }) => `${(tookMs / 1000).toFixed(1).padStart(7)} s  ${file}  ${title}`)
    .join("\n");
}

function testsOf(suite: z.infer<typeof browserSuite>): z.infer<typeof browserTest>[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(testsOf)];
}
