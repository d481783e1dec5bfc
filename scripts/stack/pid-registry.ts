import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endProcess } from "../process/end-process";
import { findStartMark } from "../process/start-mark";

interface RecordedProcess {
  name: string;
  pid: number;
  /** Guards against a process id that now belongs to somebody else. */
  startMark: string;
}

/** Writes down a process of the stack that lives in `folder`, so that the next start can find it after a kill -9. */
export function recordProcess(folder: string, name: string, pid: number): void {
  const startMark = findStartMark(pid);
  if (startMark === null) return;
  const alive = readRecorded(folder).filter(isStillRunning);
  mkdirSync(folder, { recursive: true });
  writeFileSync(registryFile(folder), JSON.stringify([...alive, { name, pid, startMark }], null, 2));
}

/** Ends what an earlier run left behind in `folder`, in the order of their start, and returns the names. */
export async function endLeftovers(folder: string): Promise<string[]> {
  const left = readRecorded(folder).filter((entry) => entry.pid !== process.pid && isStillRunning(entry));
  // The first is the one that started the others: if it still runs, it stops them in order.
  for (const { pid } of left) await endProcess(pid, 20_000);
  rmSync(registryFile(folder), { force: true });
  return left.map((entry) => entry.name);
}

function isStillRunning(entry: RecordedProcess): boolean {
  return findStartMark(entry.pid) === entry.startMark;
}

function readRecorded(folder: string): RecordedProcess[] {
  try {
    return JSON.parse(readFileSync(registryFile(folder), "utf8"));
  } catch {
    return [];
  }
}

function registryFile(folder: string): string {
  return path.join(folder, "pids.json");
}
