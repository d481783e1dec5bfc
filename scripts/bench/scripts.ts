import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { projectRoot, stateDir } from "../project-root";
import { appUrl } from "../stack/app-environment";
import type { BenchResult } from "./result";
import { withStack } from "./with-stack";

const emptyApp = path.join(stateDir, "bench_scripts_empty");

/**
 * What the pricing page makes a browser load in scripts, gzipped one by one as a server sends them, beside what a page of
 * Next loads that says nothing at all. The empty app is built in the same run by the same Next; scripts that only old
 * browsers fetch count for neither.
 */
export async function benchScripts(): Promise<BenchResult> {
  const empty = gzipBytes(scriptsOf(buildEmptyPage()).map((file) => path.join(emptyApp, ".next", file)));
  const pricing = await withStack({ name: "bench_scripts", mode: "test" }, async (ports) => {
    const page = await (await fetch(`${appUrl(ports)}/pricing`)).text();
    return gzipBytes(scriptsOf(page).map((file) => path.join(projectRoot, ".next", file)));
  });
  return {
    name: "scripts",
    ratios: {},
    pricingGzipBytes: pricing,
    emptyGzipBytes: empty,
    overEmptyBytes: pricing - empty,
  };
}

/** The scripts that a page refers to, in elements and in what React sends along, as files below .next/. */
function scriptsOf(html: string): string[] {
  const withoutOld = html.replace(/<script[^>]*\bnomodule\b[^>]*>/gi, "");
  const found = withoutOld.matchAll(/\/_next\/(static\/chunks\/[^"'\\\s]+?\.js)/g);
  const files = [...new Set([...found].map(([, file = ""]) => decodeURIComponent(file)))];
  if (files.length === 0) throw new Error("The page refers to no scripts: its form must have changed.");
  return files;
}

function gzipBytes(files: string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).byteLength, 0);
}

/** Builds an app of one page that shows nothing, and returns that page. */
function buildEmptyPage(): string {
  rmSync(emptyApp, { recursive: true, force: true });
  mkdirSync(path.join(emptyApp, "app"), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(path.join(emptyApp, file), text);
  write("package.json", JSON.stringify({ name: "empty", private: true, type: "module" }));
  write("next.config.mjs", `export default { turbopack: { root: ${JSON.stringify(projectRoot)} } };\n`);
  write(
    "app/layout.jsx",
    "export default function Layout({ children }) {\n  return <html><body>{children}</body></html>;\n}\n",
  );
  write("app/page.jsx", "export default function Page() {\n  return null;\n}\n");
  const next = path.join(projectRoot, "node_modules", "next", "dist", "bin", "next");
  const built = spawnSync(process.execPath, [next, "build"], {
    cwd: emptyApp,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status !== 0) throw new Error("The empty app could not be built; its messages are above.");
  return readFileSync(path.join(emptyApp, ".next", "server", "app", "index.html"), "utf8");
}
