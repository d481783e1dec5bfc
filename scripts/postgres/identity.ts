import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

/** The system user that runs PostgreSQL when we are root, which PostgreSQL refuses to be. */
export interface Identity {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Decides who runs the server: null means "we ourselves". As root it is the owner of data that is already there (it may
 * have been made by an ordinary user), else the user `postgres`, else `nobody`.
 */
export function chooseIdentity(existingData: string | null): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const owner = existingData === null ? null : statSync(existingData);
  if (owner !== null && owner.uid !== 0) return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const found = lookUp("postgres") ?? lookUp("nobody");
  if (found === null) throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody here.");
  return found;
}

/** The part of spawn's options that makes a child run as this user. */
export function spawnIdentity(identity: Identity | null): { uid?: number; gid?: number } {
  return identity === null ? {} : { uid: identity.uid, gid: identity.gid };
}

/** True when this user can enter the folder and create files in it. Asked by trying, so that every parent counts. */
export function canUseFolder(folder: string, identity: Identity): boolean {
  const script = 'test -x "$1" && test -w "$1"';
  return spawnSync("/bin/sh", ["-c", script, "sh", folder], { cwd: "/", ...spawnIdentity(identity) }).status === 0;
}

function lookUp(name: string): Identity | null {
  const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
  const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
