import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBrowser } from "./ensure-browser";
import { projectRoot, stateDir } from "./project-root";
import { countPlaywright, countVitest, type TestCount } from "./testing/count-tests";

/**
 * `npm test`: unit, integration and browser tests, whatever they need included. The last line is always
 * `N passed, N failed`. Anything that is not a plain success (a failure, no test at all, a runner that ended in an
 * unexpected way, a browser that can't be had) ends with an exit code of 1.
 */
const total: TestCount = { passed: 0, failed: 0 };
let stopped = false;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopped = true;
  });
}
mkdirSync(stateDir, { recursive: true });

await part("Unit and integration tests", "vitest-report.json", countVitest, (report) => [
  path.join("node_modules", "vitest", "vitest.mjs"),
  ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
]);
await part("Browser tests", "e2e-report.json", countPlaywright, async () => {
  process.env.E2E_BROWSER = await ensureBrowser();
  return [path.join("node_modules", "@playwright", "test", "cli.js"), "test"];
});

console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 && !stopped ? 0 : 1);

/** Runs one runner and adds what its report counts. Without a trustworthy report the part itself counts as a failure. */
async function part(
  title: string,
  reportName: string,
  count: (report: unknown) => TestCount,
  command: (report: string) => string[] | Promise<string[]>,
): Promise<void> {
  if (stopped) return;
  console.log(`\n${title}\n`);
  const report = path.join(stateDir, reportName);
  rmSync(report, { force: true });
  try {
    const code = await run(await command(report));
    const { passed, failed } = count(JSON.parse(readFileSync(report, "utf8")));
    total.passed += passed;
    total.failed += failed;
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
