import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright";
import { ensureBrowser } from "../ensure-browser";
import { findFreePort } from "../process/free-port";
import { stateDir } from "../project-root";
import { appUrl } from "../stack/app-environment";
import type { BenchResult } from "./result";
import { withStack } from "./with-stack";

const version = "12.8.2";
const folder = path.join(stateDir, "lighthouse");
const categories = ["performance", "accessibility", "best-practices", "seo"] as const;
type Category = (typeof categories)[number];

/** What of Lighthouse's answer is read here. */
type Answer = {
  lhr: {
    environment: { benchmarkIndex: number };
    categories: Record<string, { score: number | null }>;
    audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
  };
  report: string;
};
type Lighthouse = (url: string, flags: Record<string, unknown>) => Promise<Answer | undefined>;

/**
 * Lighthouse on the front page, the prices and the portal of a signed-in customer, of a demo of its own from the
 * production build, as a phone on a slow line. Scores are from 0 to 100. `performance` is with Lighthouse's own slowdown
 * of four, meant for a fast desktop; `performanceCalibrated` with the one that makes this machine (`benchmarkIndex`) the
 * phone that is meant. Lighthouse weighs three times what all other tools for development do, so it is fetched when it is
 * first asked for, into .gatehouse/, beside its reports.
 */
export async function benchLighthouse(): Promise<BenchResult> {
  const run = await loadLighthouse();
  return withStack({ name: "bench_lighthouse", mode: "demo" }, async (ports) => {
    const cookie = await signInForCookie();
    const port = await findFreePort();
    const browser = await chromium.launch({
      executablePath: await ensureBrowser(),
      args: [`--remote-debugging-port=${port}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    });
    try {
      const scores: Record<string, number> = {};
      let benchmarkIndex = Number.POSITIVE_INFINITY;
      for (const [page, at] of [
        ["home", "/"],
        ["pricing", "/pricing"],
        ["portal", "/account"],
      ] as const) {
        const visit = { page, port, cookie: page === "portal" ? cookie : "" };
        const found = await measure(run, `${appUrl(ports)}${at}`, visit);
        for (const category of categories) scores[`${page} ${category}`] = found.scores[category];
        benchmarkIndex = Math.min(benchmarkIndex, Math.round(found.benchmarkIndex));
        const cpuSlowdown = slowdownFor(found.benchmarkIndex);
        const calibrated = await measure(run, `${appUrl(ports)}${at}`, { ...visit, cpuSlowdown });
        scores[`${page} performanceCalibrated`] = calibrated.scores.performance;
        scores[`${page} cpuSlowdown`] = cpuSlowdown;
      }
      return { name: "lighthouse", ratios: {}, ...scores, benchmarkIndex };
    } finally {
      await browser.close();
    }
  });
}

/**
 * How many times slower than this machine the phone is that Lighthouse means, between the points that its authors give
 * (https://lighthouse-cpu-throttling-calculator.vercel.app): 1 at an index of 150, 2 at 800, 3 at 1300, then one more
 * for every 233.
 */
function slowdownFor(benchmarkIndex: number): number {
  const points = [
    { from: 1300, slowdown: 3, perTime: 233 },
    { from: 800, slowdown: 2, perTime: 500 },
    { from: 150, slowdown: 1, perTime: 650 },
  ];
  const point = points.find(({ from }) => benchmarkIndex >= from);
  const slowdown = point ? point.slowdown + (benchmarkIndex - point.from) / point.perTime : 1;
  return Math.round(slowdown * 10) / 10;
}

type Measurement = { page: string; port: number; cookie: string; cpuSlowdown?: number };

async function measure(run: Lighthouse, url: string, { page, port, cookie, cpuSlowdown }: Measurement) {
  const answer = await run(url, {
    port,
    output: "html",
    logLevel: "error",
    onlyCategories: [...categories],
    ...(cookie && { extraHeaders: { Cookie: cookie } }),
    ...(cpuSlowdown && { throttling: { cpuSlowdownMultiplier: cpuSlowdown } }),
  });
  if (!answer) throw new Error(`Lighthouse said nothing about ${url}.`);
  writeFileSync(path.join(folder, `${page}${cpuSlowdown ? "-calibrated" : ""}.html`), answer.report);
  const lost = Object.values(answer.lhr.audits).filter(({ score }) => score !== null && score < 0.9);
  for (const { title, displayValue } of lost) console.error(`  ${page}: ${title} ${displayValue ?? ""}`);
  const score = (category: Category) => Math.round((answer.lhr.categories[category]?.score ?? 0) * 100);
  const scores = Object.fromEntries(categories.map((category) => [category, score(category)])) as Record<
    Category,
    number
  >;
  return { scores, benchmarkIndex: answer.lhr.environment.benchmarkIndex };
}

/** The cookies of a customer on trial who signed in by mail. */
async function signInForCookie(): Promise<string> {
  const { signIn } = await import("../../e2e/support/people");
  const { persona } = await import("@/prisma/personas");
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const context = await browser.newContext({ baseURL: process.env.E2E_APP_URL ?? "", locale: "en-GB" });
    await signIn(await context.newPage(), persona("trialing").email);
    return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  } finally {
    await browser.close();
  }
}

async function loadLighthouse(): Promise<Lighthouse> {
  mkdirSync(folder, { recursive: true });
  const entry = path.join(folder, "node_modules", "lighthouse", "core", "index.js");
  if (!existsSync(entry)) {
    writeFileSync(
      path.join(folder, "package.json"),
      JSON.stringify({ name: "lighthouse-of-the-bench", private: true }),
    );
    const args = ["install", `lighthouse@${version}`, "--ignore-scripts", "--no-audit", "--no-fund"];
    const installed = spawnSync("npm", args, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
    if (installed.status !== 0)
      throw new Error(`lighthouse@${version} could not be installed; npm's messages are above.`);
  }
  const { default: lighthouse } = await import(pathToFileURL(entry).href);
  return lighthouse;
}
