import { devices } from "@playwright/test";
import { ensureBrowser } from "./scripts/ensure-browser";
process.env.E2E_BROWSER ??= await ensureBrowser();
for (const n of ["E2E_APP_URL","E2E_MAIL_URL","E2E_SANDBOX_URL"]) process.env[n] ??= "http://127.0.0.1:9";
export default { testDir: "e2e", testMatch: "**/outage.spec.ts", timeout: 180_000, expect: { timeout: 30_000 }, reporter: "list", outputDir: ".gatehouse/outage-results",
  use: { ...devices["Desktop Chrome"], locale: "en-GB", launchOptions: { executablePath: process.env.E2E_BROWSER, args: ["--no-sandbox"] } } };
