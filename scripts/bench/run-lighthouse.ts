import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { stateDir } from "../project-root";
import type { Device, Scores } from "./lighthouse-scores";

const version = "12.8.2";
/** Where Lighthouse is installed and leaves its reports. */
export const lighthouseDir = path.join(stateDir, "lighthouse");

/** What of Lighthouse's answer is read here. */
type Answer = {
  lhr: {
    runtimeError?: { message: string };
    environment: { benchmarkIndex: number };
    categories: Record<string, { score: number | null }>;
    audits: Record<string, { score: number | null; title: string; displayValue?: string; numericValue?: number }>;
  };
  report: string;
};
type Run = (url: string, flags: Record<string, unknown>, config?: object) => Promise<Answer | undefined>;
export type Lighthouse = { run: Run; desktopConfig: object };

export type Visit = { url: string; device: Device; port: number; cookie: string; cpuSlowdown: number };
/** `report` is Lighthouse's own page about the run, `lost` what it found wanting. */
export type Visited = Scores & { report: string; lost: string[] };

/** Lets Lighthouse visit a page in the browser that listens at `port`. */
export async function visit({ run, desktopConfig }: Lighthouse, what: Visit): Promise<Visited> {
  const { url, device, port, cookie, cpuSlowdown } = what;
  const flags = {
    port,
    output: "html",
    logLevel: "error",
    onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    ...(cookie && { extraHeaders: { Cookie: cookie } }),
    ...(device !== "desktop" && { throttling: { cpuSlowdownMultiplier: cpuSlowdown } }),
  };
  const answer = await run(url, flags, device === "desktop" ? desktopConfig : undefined);
  const failure = answer ? answer.lhr.runtimeError?.message : "It said nothing.";
  if (!answer || failure) throw new Error(`Lighthouse could not measure ${url}: ${failure}`);
  const { categories, audits, environment } = answer.lhr;
  const score = (category: string) => Math.round((categories[category]?.score ?? Number.NaN) * 100);
  const figure = (audit: string) => audits[audit]?.numericValue ?? Number.NaN;
  const lost = Object.values(audits).filter((audit) => audit.score !== null && audit.score < 0.9);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    seo: score("seo"),
    lcpMs: Math.round(figure("largest-contentful-paint")),
    tbtMs: Math.round(figure("total-blocking-time")),
    cls: Math.round(figure("cumulative-layout-shift") * 1000) / 1000,
    benchmarkIndex: Math.round(environment.benchmarkIndex),
    report: answer.report,
    lost: lost.map(({ title, displayValue }) => `${title} ${displayValue ?? ""}`.trim()),
  };
}

/** Lighthouse weighs three times what all other tools for development do, so it is fetched when it is first asked for. */
export async function loadLighthouse(): Promise<Lighthouse> {
  mkdirSync(lighthouseDir, { recursive: true });
  const core = path.join(lighthouseDir, "node_modules", "lighthouse", "core");
  if (!existsSync(path.join(core, "index.js"))) install();
  const load = async (...file: string[]) => (await import(pathToFileURL(path.join(core, ...file)).href)).default;
  return { run: await load("index.js"), desktopConfig: await load("config", "desktop-config.js") };
}

function install(): void {
  const manifest = { name: "lighthouse-of-the-bench", private: true };
  writeFileSync(path.join(lighthouseDir, "package.json"), JSON.stringify(manifest));
  const args = ["install", `lighthouse@${version}`, "--ignore-scripts", "--no-audit", "--no-fund"];
  const installed = spawnSync("npm", args, { cwd: lighthouseDir, stdio: ["ignore", "inherit", "inherit"] });
  if (installed.status !== 0)
    throw new Error(`lighthouse@${version} could not be installed; npm's messages are above.`);
}
