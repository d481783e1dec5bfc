import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "../process/is-alive";

/** Records that this process uses the server, so that another one that stops leaves it running. */
export function addUser(clusterDir: string): void {
  mkdirSync(usersDir(clusterDir), { recursive: true });
  writeFileSync(path.join(usersDir(clusterDir), String(process.pid)), "");
}

export function removeUser(clusterDir: string): void {
  rmSync(path.join(usersDir(clusterDir), String(process.pid)), { force: true });
}

/** The other live processes that use the server; forgets those that died. */
export function otherUsers(clusterDir: string): number[] {
  const others = readdirSync(usersDir(clusterDir))
    .map(Number)
    .filter((pid) => pid !== process.pid);
  const dead = others.filter((pid) => !isAlive(pid));
  for (const pid of dead) rmSync(path.join(usersDir(clusterDir), String(pid)), { force: true });
  return others.filter((pid) => !dead.includes(pid));
}

function usersDir(clusterDir: string): string {
  return path.join(clusterDir, "users");
}
