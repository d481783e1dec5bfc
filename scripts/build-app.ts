import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { buildStamp, isBuilt } from "./build";
import { withFileLock } from "./process/file-lock";
import { projectRoot, stateDir } from "./project-root";
import { filesBelow, hashAppSources } from "./stack/hash-sources";

/**
 * `npm run build`: Next's production build, its scripts and styles compressed, then the server and the worker that run
 * beside it, bundled into dist/. With `--if-changed` it does nothing when the build is up to date. Two at once take turns.
 */
const entries = ["server", "worker"];

mkdirSync(stateDir, { recursive: true });
await withFileLock(path.join(stateDir, "build.lock"), buildApp, 900_000);

async function buildApp(): Promise<void> {
  if (process.argv.includes("--if-changed") && isBuilt()) return;
  // Taken before the build: whatever changes while it runs counts as not built.
  const sources = hashAppSources(projectRoot);
  rmSync(buildStamp, { force: true });
  buildPages();
  compressStatic();
  await bundleEntries();
  writeFileSync(buildStamp, sources);
}

function buildPages(): void {
  const next = path.join(projectRoot, "node_modules", "next", "dist", "bin", "next");
  const built = spawnSync(process.execPath, [next, "build"], {
    cwd: projectRoot,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status !== 0) throw new Error("next build failed; its messages are above.");
}

/** What lib/web/static-files.ts serves to whoever takes brotli. */
function compressStatic(): void {
  for (const file of filesBelow(path.join(projectRoot, ".next", "static"))) {
    if (/\.(js|css)$/.test(file)) writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
  }
}

async function bundleEntries(): Promise<void> {
  await build({
    absWorkingDir: projectRoot,
    entryPoints: entries.map((name) => ({ in: `${name}.ts`, out: `${name}.bundle` })),
    outdir: "dist",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // Libraries stay in node_modules, where Next's own bundle finds the same single instances.
    packages: "external",
    alias: { "@": projectRoot },
    sourcemap: true,
    jsx: "automatic",
    logLevel: "warning",
  });
  // React decides for its slow development build when it is loaded, so the mode has to be set before the first import.
  for (const name of entries) {
    const start = `process.env.NODE_ENV ??= "production";\nawait import("./${name}.bundle.js");\n`;
    writeFileSync(path.join(projectRoot, "dist", `${name}.js`), start);
  }
}
