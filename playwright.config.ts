import { defineConfig, devices } from "@playwright/test";
import { ensureBrowser } from "./scripts/ensure-browser";
import { findFreePort } from "./scripts/process/free-port";

/*
 * Playwright reads this file in every worker too; what is chosen once is passed on through the environment. Tests find
 * the stack under E2E_APP_URL (also the base URL), E2E_MAIL_URL and E2E_SANDBOX_URL, and an app that counts visits under
 * E2E_COUNTING_URL, which tells them to the port E2E_VISITS_PORT.
 */
async function choosePort(name: string): Promise<string> {
  const chosen = process.env[name] ?? String(await findFreePort());
  process.env[name] = chosen;
  return chosen;
}

const appPort = await choosePort("E2E_APP_PORT");
const sandboxPort = await choosePort("E2E_SANDBOX_PORT");
const smtpPort = await choosePort("E2E_SMTP_PORT");
const mailPort = await choosePort("E2E_MAIL_PORT");
const countingPort = await choosePort("E2E_COUNTING_PORT");
const visitsPort = await choosePort("E2E_VISITS_PORT");
process.env.E2E_APP_URL = `http://localhost:${appPort}`;
process.env.E2E_MAIL_URL = `http://localhost:${mailPort}`;
process.env.E2E_SANDBOX_URL = `http://127.0.0.1:${sandboxPort}`;
process.env.E2E_COUNTING_URL = `http://localhost:${countingPort}`;
process.env.E2E_BROWSER ??= await ensureBrowser();

/** What `npm test -- FILTER` selects, or all. Playwright's own filter does not reach the tests that others depend on. */
const selected = process.env.E2E_FILES?.split(" ");
const select = (files: string[]) => files.filter((file) => selected?.includes(file) ?? true);
const anywhere = (file: string) => `**/${file}`;

const movesTheClock = ["e2e/subscribe.spec.ts", "e2e/extension-time.spec.ts"];
const measuresTime = ["e2e/slow-input.spec.ts"];
const alone = [...movesTheClock, ...measuresTime];
const portArguments = [
  `--port ${appPort} --sandbox-port ${sandboxPort} --smtp-port ${smtpPort} --mail-port ${mailPort}`,
  `--counting-port ${countingPort} --visits-port ${visitsPort}`,
].join(" ");

export default defineConfig({
  testDir: "e2e",
  testMatch: selected?.map(anywhere) ?? "**/*.spec.ts",
  outputDir: ".gatehouse/e2e-results",
  // Each test brings people of its own, so they run in parallel; those that move the one business clock, or measure
  // response times, run after them in sequence.
  workers: 2,
  fullyParallel: true,
  projects: [
    { name: "side by side", testIgnore: alone.map(anywhere) },
    {
      name: "one by one",
      testMatch: select(alone).map(anywhere),
      dependencies: ["side by side"],
      fullyParallel: false,
      workers: 1,
    },
  ],
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: ".gatehouse/e2e-report.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.E2E_APP_URL,
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    // A trace records every frame, which takes as long as the test itself: ask for one with `npx playwright test --trace on`.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.E2E_BROWSER,
      // Chromium refuses its own sandbox as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  webServer: {
    // `exec` leaves no shell in between: the stack ends by itself when it sees its parent go.
    command: `exec node scripts/bootstrap.mjs scripts/e2e-stack.ts ${portArguments}`,
    // The stack says ready only after the seed; the app answers before that.
    wait: { stdout: /stack ready/ },
    timeout: 600_000,
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 60_000 },
  },
});
