import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const folder = fileURLToPath(new URL("../../.gatehouse/sandbox-for-tests/", import.meta.url));

let made: Promise<string> | undefined;

/**
 * The sandbox as one file of JavaScript, made from the sources as they are now. Node starts it in a tenth of the time
 * that it takes to translate each source, which tests do a hundred times.
 */
export function bundleSandbox(): Promise<string> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [main],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    write: false,
  });
  const [output] = outputFiles;
  if (!output) throw new Error("The sandbox could not be bundled");
  const name = createHash("sha256").update(output.contents).digest("hex").slice(0, 16);
  const file = path.join(folder, `${name}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Other workers make the same file at the same time: each puts it in its place as a whole.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, output.contents);
  renameSync(draft, file);
  for (const other of readdirSync(folder)) {
    if (!other.startsWith(name)) rmSync(path.join(folder, other), { force: true });
  }
  return file;
}
