import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "./is-alive";

/**
 * Asks a process to end, waits, then kills it and whatever is left of its group. A process that leads no group is dealt
 * with alone. Safe when it is gone already.
 */
export async function endProcess(pid: number, patienceMs: number): Promise<void> {
  signal(pid, "SIGTERM");
  await untilGone(pid, patienceMs);
  signal(-pid, "SIGKILL");
  if (isAlive(pid)) signal(pid, "SIGKILL");
  await untilGone(pid, 5_000);
}

async function untilGone(pid: number, patienceMs: number): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (isAlive(pid) && Date.now() < giveUpAt) await delay(25);
}

/** A negative number means the group of that number. */
function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // Gone already, or there is no such group.
  }
}
