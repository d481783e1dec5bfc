import { readdirSync } from "node:fs";
import path from "node:path";

/** Test files by the suite that runs them, as paths from the root of the project. */
export interface TestFiles {
  /** Unit and integration tests. */
  vitest: string[];
  browser: string[];
}

const isElsewhere = (name: string) => name.startsWith(".") || ["node_modules", "dist", "generated"].includes(name);

/** Every test file of the project. */
export function findTestFiles(root: string): TestFiles {
  const files = filesBelow(root, "");
  return {
    vitest: files.filter((file) => /\.test\.tsx?$/.test(file) && !file.startsWith("e2e/")),
    browser: files.filter((file) => file.endsWith(".spec.ts") && file.startsWith("e2e/")),
  };
}

/**
 * The test files whose path contains one of the filters; all of them without a filter. Throws where a filter is in no
 * path, so that a mistyped name does not look like success.
 */
export function selectTests(all: TestFiles, filters: string[]): TestFiles {
  const wanted = filters.map((filter) => path.posix.normalize(filter.replaceAll("\\", "/")));
  const every = [...all.vitest, ...all.browser];
  const unknown = wanted.filter((filter) => !every.some((file) => file.includes(filter)));
  if (unknown.length > 0) throw new Error(`No test file has a path that contains ${unknown.join(" or ")}.`);
  const isWanted = (file: string) => wanted.length === 0 || wanted.some((filter) => file.includes(filter));
  return { vitest: all.vitest.filter(isWanted), browser: all.browser.filter(isWanted) };
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [file];
    return isElsewhere(entry.name) ? [] : filesBelow(root, file);
  });
}
