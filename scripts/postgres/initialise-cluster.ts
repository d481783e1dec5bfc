import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { superuser } from "./connect";
import { spawnIdentity } from "./identity";
import type { Placement } from "./placement";

/**
 * Creates the cluster where there is none. initdb works in a folder of another name that is renamed at the end, because
 * it writes PG_VERSION early: a run that was killed must not pass for a cluster.
 */
export async function initialiseCluster({ clusterDir, binaries, identity }: Placement): Promise<void> {
  const data = path.join(clusterDir, "data");
  const versionFile = path.join(data, "PG_VERSION");
  if (existsSync(versionFile)) {
    requireSameMajor(readFileSync(versionFile, "utf8").trim(), binaries.version, clusterDir);
    return;
  }
  const unfinished = `${data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });

  const passwordFile = path.join(clusterDir, "password");
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  if (identity !== null) chownSync(passwordFile, identity.uid, identity.gid);

  const run = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${unfinished}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The built-in provider sorts and folds case the same way on every machine.
      "--no-locale",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-sync",
      "--no-instructions",
    ],
    { encoding: "utf8", cwd: clusterDir, ...spawnIdentity(identity) },
  );
  if (run.status !== 0) {
    throw new Error(`PostgreSQL's initdb failed in ${clusterDir}:\n${run.error?.message ?? run.stderr.trim()}`);
  }
  renameSync(unfinished, data);
}

function requireSameMajor(found: string, version: string, clusterDir: string): void {
  const ours = version.split(".")[0];
  if (found !== ours) {
    throw new Error(
      `The data in ${clusterDir} is of PostgreSQL ${found}, ours is ${ours}. Move or delete that folder.`,
    );
  }
}
