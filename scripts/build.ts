import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./project-root";
import { hashAppSources } from "./stack/hash-sources";

/** Written as the last act of a build, so that one that was killed does not count. */
export const buildStamp = path.join(projectRoot, "dist", ".source-hash");

/** True when dist/ and .next/ were made from exactly the sources that lie here now. */
export function isBuilt(): boolean {
  const built = readOr(buildStamp);
  return built === hashAppSources(projectRoot) && readOr(path.join(projectRoot, ".next", "BUILD_ID")) !== null;
}

/** Builds the app unless that has been done for these sources; prints the build as it goes. */
export function ensureBuild(): void {
  if (isBuilt()) return;
  const command = ["--import", import.meta.resolve("tsx"), "scripts/build-app.ts", "--if-changed"];
  const built = spawnSync(process.execPath, command, { cwd: projectRoot, stdio: ["ignore", "inherit", "inherit"] });
  if (built.status !== 0) throw new Error("The app could not be built; its messages are above.");
}

function readOr(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
