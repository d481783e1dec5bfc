import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runQuietly } from "./process/run-quietly";
import { projectRoot, stateDir } from "./project-root";
import { step } from "./stack/progress";

const note = path.join(stateDir, "browser.json");

/**
 * The path of a Chromium that starts on this machine: one that is installed, else Playwright's download, else, as root on
 * Debian, the distribution's package. Google's own Chrome is not asked: it takes no unpacked extension from the command
 * line (since 137). Throws with what was tried when none can be had: browser tests are never skipped.
 */
export async function ensureBrowser(): Promise<string> {
  const known = readKnown();
  if (known !== null && starts(known)) return known;
  const tried: string[] = [];
  for (const [way, find] of ways) {
    const found = await find().catch((error: unknown) => {
      tried.push(`${way}: ${error instanceof Error ? error.message : error}`);
      return null;
    });
    if (found !== null && starts(found)) {
      mkdirSync(stateDir, { recursive: true });
      writeFileSync(note, JSON.stringify({ executablePath: found }));
      return found;
    }
    if (found !== null) tried.push(`${way}: ${found} does not start`);
  }
  throw new Error(`No browser for the tests. Install Chromium and put it on the PATH.\n  ${tried.join("\n  ")}`);
}

const ways: [string, () => Promise<string>][] = [
  ["installed", async () => findOnPath(["chromium", "chromium-browser"])],
  ["Playwright's download", downloadWithPlaywright],
  ["Debian's package", installWithApt],
];

async function downloadWithPlaywright(): Promise<string> {
  const { chromium } = await import("playwright");
  if (!existsSync(chromium.executablePath())) {
    const cli = path.join(projectRoot, "node_modules", "playwright", "cli.js");
    await step("Downloading Chromium", () => runQuietly(process.execPath, [cli, "install", "chromium"], 240_000));
  }
  return chromium.executablePath();
}

async function installWithApt(): Promise<string> {
  if (process.getuid?.() !== 0) throw new Error("needs root");
  findOnPath(["apt-get"]);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await step("Installing Debian's chromium", async () => {
    await runQuietly("apt-get", ["update", "-q"], 180_000, env);
    await runQuietly("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], 420_000, env);
  });
  return findOnPath(["chromium"]);
}

function findOnPath(names: string[]): string {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const found = names.map((name) => path.join(folder, name)).find((file) => folder !== "" && existsSync(file));
    if (found !== undefined) return found;
  }
  throw new Error(`none of ${names.join(", ")} is on the PATH`);
}

/** A browser that lacks a library of the system is there and still no use. */
function starts(executablePath: string): boolean {
  return spawnSync(executablePath, ["--version"], { timeout: 20_000 }).status === 0;
}

function readKnown(): string | null {
  try {
    const { executablePath } = JSON.parse(readFileSync(note, "utf8"));
    return typeof executablePath === "string" && existsSync(executablePath) ? executablePath : null;
  } catch {
    return null;
  }
}
