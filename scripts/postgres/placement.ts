import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Binaries, binariesAt, findBinaries, whyBinariesFail } from "./binaries";
import { canUseFolder, chooseIdentity, type Identity } from "./identity";

/** Where a cluster really lies, which binaries serve it and as whom. */
export interface Placement {
  /** Holds `data/`, `password`, `postgres.log`, `users/` and the lock; 0700. */
  clusterDir: string;
  binaries: Binaries;
  identity: Identity | null;
}

/**
 * Decides where the cluster asked for as `dataDir` lives. Normally just there. As root in a folder that no other user
 * can enter, data and a copy of the binaries go to a folder the unprivileged user can reach, and a note beside `dataDir`
 * says which.
 */
export function placeCluster(dataDir: string): Placement {
  mkdirSync(dataDir, { recursive: true });
  const identity = chooseIdentity(existsSync(path.join(dataDir, "data")) ? dataDir : null);
  const binaries = findBinaries();
  if (identity === null) {
    requireWorking(binaries, identity);
    chmodSync(dataDir, 0o700);
    return { clusterDir: dataDir, binaries, identity };
  }
  chownSync(dataDir, identity.uid, identity.gid);
  chmodSync(dataDir, 0o700);
  const reachable = canUseFolder(dataDir, identity);
  const clusterDir = reachable ? dataDir : elsewhere(dataDir, identity);
  const usable = whyBinariesFail(binaries, identity) === null ? binaries : copyBinaries(binaries);
  requireWorking(usable, identity);
  return { clusterDir, binaries: usable, identity };
}

/**
 * The folder outside the checkout that the note beside `dataDir` names. Where there is no note there is a new folder: what
 * a checkout of the same name left behind before it was deleted has nothing to do with this one.
 */
function elsewhere(dataDir: string, identity: Identity): string {
  const note = `${dataDir}.lives-elsewhere.txt`;
  if (!existsSync(note)) noteNewFolder(note, identity);
  const folder = readFileSync(note, "utf8").trim().split("\n").at(-1) ?? "";
  if (path.dirname(folder) !== outsideBase()) {
    throw new Error(
      `${note} says that PostgreSQL's data lies in ${folder}, which is no folder of ours. Delete the note.`,
    );
  }
  mkdirSync(folder, { recursive: true });
  chownSync(folder, identity.uid, identity.gid);
  chmodSync(folder, 0o700);
  if (!canUseFolder(folder, identity)) throw new Error(`The user ${identity.name} can't use ${folder} for PostgreSQL.`);
  return folder;
}

/** Of two processes that start at once the first one's note counts; it appears as a whole. */
function noteNewFolder(note: string, { name }: Identity): void {
  const folder = path.join(outsideBase(), randomBytes(8).toString("hex"));
  const draft = `${note}.${process.pid}`;
  writeFileSync(draft, `PostgreSQL runs as ${name}, who can't enter this folder. Its data lies in\n${folder}\n`);
  try {
    linkSync(draft, note);
  } catch (error) {
    if (!existsSync(note)) throw error;
  } finally {
    rmSync(draft);
  }
}

function copyBinaries(binaries: Binaries): Binaries {
  const target = path.join(outsideBase(), `postgres-${binaries.version}`);
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    try {
      renameSync(unfinished, target);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return binariesAt(target, binaries.version);
}

/** Only a folder that root made counts: in a temporary folder anybody could have prepared one with this name. */
function outsideBase(): string {
  for (const base of ["/var/lib/gatehouse", path.join(os.tmpdir(), "gatehouse-of-root")]) {
    try {
      mkdirSync(base, { recursive: true, mode: 0o755 });
      const found = lstatSync(base);
      if (!found.isDirectory() || found.uid !== 0) continue;
      chmodSync(base, 0o755);
      return base;
    } catch {
      // A read-only system folder is an ordinary thing in a container; the next candidate decides.
    }
  }
  throw new Error("No folder outside the checkout can hold PostgreSQL's data. Set DATABASE_URL to your own server.");
}

function requireWorking(binaries: Binaries, identity: Identity | null): void {
  const reason = whyBinariesFail(binaries, identity);
  if (reason !== null) throw new Error(`The embedded PostgreSQL in ${binaries.root} does not start: ${reason}`);
}
