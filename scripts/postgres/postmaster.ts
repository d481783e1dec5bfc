import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findCommandLine } from "../process/command-line";
import { isAlive } from "../process/is-alive";
import { connectAsSuperuser } from "./connect";

interface Postmaster {
  pid: number;
  port: number;
}

/**
 * The server that runs on this cluster, or null. A process counts only when its command line names our data folder and
 * it answers with our password from that folder: after a reboot the recorded number may be anybody's.
 */
export async function findLiveServer(clusterDir: string): Promise<Postmaster | null> {
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const found = readPostmaster(clusterDir);
    if (found === null || !isOurs(found.pid, clusterDir)) return null;
    if (await answers(found, clusterDir)) return found;
    if (Date.now() > giveUpAt) {
      throw new Error(
        `PostgreSQL (process ${found.pid}) runs on ${clusterDir} but does not answer. End it and try again.`,
      );
    }
    await delay(100);
  }
}

/** Deletes a postmaster.pid whose process is gone or is somebody else's; PostgreSQL would refuse to start over it. */
export function forgetStalePid(clusterDir: string): void {
  const found = readPostmaster(clusterDir);
  if (found === null || !isOurs(found.pid, clusterDir)) rmSync(pidFile(clusterDir), { force: true });
}

function isOurs(pid: number, clusterDir: string): boolean {
  return isAlive(pid) && (findCommandLine(pid)?.includes(path.join(clusterDir, "data")) ?? false);
}

async function answers(server: Postmaster, clusterDir: string): Promise<boolean> {
  try {
    const client = await connectAsSuperuser(clusterDir, server.port);
    try {
      const { rows } = await client.query<{ data_directory: string }>("show data_directory");
      const answered = rows[0]?.data_directory;
      return answered !== undefined && realpathSync(answered) === realpathSync(path.join(clusterDir, "data"));
    } finally {
      await client.end();
    }
  } catch {
    return false;
  }
}

/** The file's first line is the process id, its fourth the port (PostgreSQL's miscadmin.h). */
function readPostmaster(clusterDir: string): Postmaster | null {
  const file = pidFile(clusterDir);
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) } : null;
}

function pidFile(clusterDir: string): string {
  return path.join(clusterDir, "data", "postmaster.pid");
}
