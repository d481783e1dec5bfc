import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "./is-alive";

/**
 * Runs `work` while no other process runs work under the same lock file. A lock whose holder died is taken over.
 * Waits at most `timeoutMs`, then fails and names the holder.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, timeoutMs = 180_000): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!tryLock(file)) {
    const holder = readHolder(file);
    if (holder !== null && !isAlive(holder)) rmSync(file, { force: true });
    else if (Date.now() > giveUpAt) throw new Error(`Process ${holder} has held ${file} for too long.`);
    else await delay(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Null while the holder is still writing its number, or has just let go. */
function readHolder(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8")) || null;
  } catch {
    return null;
  }
}
