import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Folders and files of the root that never enter a build of the app. Whatever is not listed does. */
const leftOut = new Set([
  ...["node_modules", "dist", "generated", "coverage", "test-results", "playwright-report"],
  ...["docs", "e2e", "extension", "ops", "sandbox", "scripts", "tests"],
  ...["README.md", "AGENTS.md", "CONTRIBUTING.md", "LICENSE", "biome.json", "knip.json", "lefthook.yml"],
  ...["vitest.config.ts", "playwright.config.ts", "prisma.config.ts", "next-env.d.ts", "package.json"],
]);

/** A digest of everything that the build of the app depends on; package.json's scripts and the tests don't count. */
export function hashAppSources(root: string): string {
  const files = readdirSync(root, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !leftOut.has(entry.name) && !entry.name.endsWith(".tsbuildinfo"))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(path.join(root, entry.name)) : [path.join(root, entry.name)],
    );
  const makers = ["build.ts", "build-fonts.mjs", "list-messages.mjs"].map((name) => path.join(root, "scripts", name));
  return hashFiles(root, [...files, ...makers]);
}

/** A digest of the names and contents of these files; files that don't exist count as absent. */
export function hashFiles(root: string, files: string[]): string {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  for (const file of files.sort()) {
    hash.update(path.relative(root, file)).update("\0").update(contentOf(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Every file of a folder at any depth, without tests. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function contentOf(file: string): Buffer | string {
  try {
    return readFileSync(file);
  } catch {
    return "absent";
  }
}
