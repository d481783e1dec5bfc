import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The command line of a running process with spaces between its parts, or null when there is no such process. */
export function findCommandLine(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    if (process.platform === "linux") return null;
  }
  const listed = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return listed.status === 0 ? listed.stdout.trim() : null;
}
