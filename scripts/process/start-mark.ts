import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process started, as the system writes it, or null when there is none. Together with the process id it names a
 * process for ever: ids are used again, but not with the same start.
 */
export function findStartMark(pid: number): string | null {
  try {
    // The name in parentheses may hold spaces, so count from behind it; the start is field 22 (proc(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return (
      stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .at(19) ?? null
    );
  } catch {
    if (process.platform === "linux") return null;
  }
  const listed = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return listed.status === 0 ? listed.stdout.trim() || null : null;
}
