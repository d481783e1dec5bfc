import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureBrowser } from "./ensure-browser";
import { projectRoot, stateDir } from "./project-root";
import { Supervisor } from "./stack/supervisor";
import { countPlaywright, countVitest, type TestCount } from "./testing/count-tests";
import { findTestFiles, selectTests, type TestFiles } from "./testing/select-tests";
import { describeSlowest, type TimedTest, timePlaywright, timeVitest } from "./testing/slowest-tests";

/**
 * `npm test`: unit, integration and browser tests, whatever they need included. `npm test -- FILTER …` runs the test files
 * whose path contains one of the filters. The slowest tests are named at the end; the last line is always
 * `N passed, N failed`. Anything that is not a plain success (a failure, no test at all, a filter that fits no file, a
 * runner that ended in an unexpected way, a browser that can't be had) ends with an exit code of 1.
 */
interface Suite {
  title: string;
  reportName: string;
  count: (report: unknown) => TestCount;
  time: (report: unknown, root: string) => TimedTest[];
  /** The runner's command line. */
  command: (report: string) => string[] | Promise<string[]>;
}

const total: TestCount = { passed: 0, failed: 0 };
const timed: TimedTest[] = [];
let stopped = false;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopped = true;
  });
}
mkdirSync(stateDir, { recursive: true });

const { files, isPart } = readSelection();
const builder = new Supervisor(path.join(stateDir, "test-build"));
if (files.browser.length > 0) buildMeanwhile();
await runSuite(files.vitest, {
  title: "Unit and integration tests",
  reportName: "vitest-report.json",
  count: countVitest,
  time: timeVitest,
  command: (report) => [
    path.join("node_modules", "vitest", "vitest.mjs"),
    ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ...(isPart ? files.vitest.map((file) => path.join(projectRoot, file)) : []),
  ],
});
await runSuite(files.browser, {
  title: "Browser tests",
  reportName: "e2e-report.json",
  count: countPlaywright,
  time: timePlaywright,
  command: async () => {
    process.env.E2E_BROWSER = await ensureBrowser();
    // Playwright's own filter would run all tests that a selected one has to wait for.
    if (isPart) process.env.E2E_FILES = files.browser.join(" ");
    return [path.join("node_modules", "@playwright", "test", "cli.js"), "test"];
  },
});
await builder.stopAll();

if (timed.length > 0) console.log(`\nSlowest tests\n\n${describeSlowest(timed)}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 && !stopped ? 0 : 1);

/** The test files to run. Arguments that select none are a failure, and then there are none to run. */
function readSelection(): { files: TestFiles; isPart: boolean } {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    return { files: selectTests(findTestFiles(projectRoot), positionals), isPart: positionals.length > 0 };
  } catch (error) {
    total.failed += 1;
    console.error(error instanceof Error ? error.message : error);
    return { files: { vitest: [], browser: [] }, isPart: true };
  }
}

/**
 * Builds the app that the browser tests need while the other tests run, which wait much of their time. Where it fails or has
 * not ended, the browser tests build it, and tell what is wrong.
 */
function buildMeanwhile(): void {
  builder.run({ name: "build", script: "scripts/build-app.ts", args: ["--if-changed"] }).catch(() => {});
}

/** Runs one suite and adds what its report counts. Without a trustworthy report the suite itself counts as a failure. */
async function runSuite(selected: string[], { title, reportName, count, time, command }: Suite): Promise<void> {
  if (stopped) return;
  if (selected.length === 0) return console.log(`\n${title}: none selected`);
  console.log(`\n${title}\n`);
  const report = path.join(stateDir, reportName);
  rmSync(report, { force: true });
  try {
    const code = await run(await command(report));
    const result = JSON.parse(readFileSync(report, "utf8"));
    const { passed, failed } = count(result);
    total.passed += passed;
    total.failed += failed;
    timed.push(...time(result, projectRoot));
    if (passed + failed === 0) throw new Error("there was not a single test");
    if (code !== 0 && failed === 0) throw new Error(`the runner ended with ${code} although no test failed`);
  } catch (error) {
    total.failed += 1;
    console.error(`${title}: ${error instanceof Error ? error.message : error}`);
  }
}

function run(args: string[]): Promise<number | string | null> {
  return new Promise((resolve, reject) => {
    // The runner shares our terminal and hears Ctrl-C itself; a SIGTERM is handed on as the one signal on which
    // Playwright stops its stack.
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ["ignore", "inherit", "inherit"] });
    const handOn = () => child.kill("SIGINT");
    process.once("SIGTERM", handOn);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.removeListener("SIGTERM", handOn);
      resolve(code ?? signal);
    });
  });
}
