import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { withFileLock } from "../process/file-lock";
import { findFreePort } from "../process/free-port";
import { isAlive } from "../process/is-alive";
import { connectAsSuperuser, superuserUrlFor } from "./connect";
import { spawnIdentity } from "./identity";
import { initialiseCluster } from "./initialise-cluster";
import { type Placement, placeCluster } from "./placement";
import { findLiveServer, forgetStalePid } from "./postmaster";
import { addUser, otherUsers, removeUser } from "./users";

/** A running server. `stop` stops it unless another live process has started it too. */
export interface RunningPostgres {
  port: number;
  /** Connects as the bootstrap superuser to the database `postgres`. */
  superuserUrl: string;
  pid: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  dataDir: string;
  durable: boolean;
  /** For a server whose address is already in use by others. */
  port?: number;
}

/**
 * Starts the embedded PostgreSQL on the cluster in `dataDir`, or joins the server that already runs on it (a kill -9 of
 * our process leaves one behind). It listens on one port of the loopback interface only: a free one unless it is told
 * which. With `durable: false` it skips fsync: for data that may vanish with the machine's power.
 */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const place = placeCluster(path.resolve(options.dataDir));
  const lock = path.join(place.clusterDir, "lock");
  const { pid, port } = await withFileLock(lock, async () => {
    await initialiseCluster(place);
    const server = (await findLiveServer(place.clusterDir)) ?? (await launch(place, options));
    addUser(place.clusterDir);
    return server;
  });
  return {
    port,
    pid,
    superuserUrl: superuserUrlFor(place.clusterDir, port),
    stop: () =>
      withFileLock(lock, async () => {
        removeUser(place.clusterDir);
        if (otherUsers(place.clusterDir).length === 0) await stopServer(pid, place.clusterDir);
      }),
  };
}

/** Stops whatever server runs on this cluster and deletes the cluster. */
export async function removeCluster(dataDir: string): Promise<void> {
  const place = placeCluster(path.resolve(dataDir));
  await withFileLock(path.join(place.clusterDir, "lock"), async () => {
    const server = await findLiveServer(place.clusterDir);
    if (server !== null) await stopServer(server.pid, place.clusterDir);
    for (const name of ["data", "password", "postgres.log", "users"]) {
      rmSync(path.join(place.clusterDir, name), { recursive: true, force: true });
    }
  });
}

async function launch(place: Placement, options: StartOptions): Promise<{ pid: number; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    forgetStalePid(place.clusterDir);
    const port = options.port ?? (await findFreePort());
    const failure = await tryLaunch(place, port, options.durable);
    if (typeof failure === "number") return { pid: failure, port };
    // A port taken in the meantime, or a dead server's children that take a moment to notice: both pass.
    if (attempt === 4) throw new Error(`PostgreSQL did not start:\n${failure}`);
    await delay(300 * attempt);
  }
}

/** Returns the server's process id, or the end of its log when it did not come up. */
async function tryLaunch(place: Placement, port: number, durable: boolean): Promise<number | string> {
  const logFile = path.join(place.clusterDir, "postgres.log");
  const log = openSync(logFile, "w");
  const child = spawn(
    place.binaries.postgres,
    ["-D", path.join(place.clusterDir, "data"), ...settings(port, durable)],
    {
      // Its own group, so that Ctrl-C reaches us alone and we stop the app before its database.
      detached: true,
      cwd: place.clusterDir,
      stdio: ["ignore", log, log],
      ...spawnIdentity(place.identity),
    },
  );
  closeSync(log);
  child.unref();
  let spawnError: Error | null = null;
  child.once("error", (error) => {
    spawnError = error;
  });
  const giveUpAt = Date.now() + 60_000;
  while (Date.now() < giveUpAt) {
    await delay(20);
    if (spawnError !== null) return String(spawnError);
    if (child.exitCode !== null || child.signalCode !== null) break;
    const client = await connectAsSuperuser(place.clusterDir, port).catch(() => null);
    if (client !== null && child.pid !== undefined) {
      await client.end();
      return child.pid;
    }
  }
  child.kill("SIGQUIT");
  return readFileSync(logFile, "utf8").trim().split("\n").slice(-15).join("\n");
}

function settings(port: number, durable: boolean): string[] {
  const values = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  return values.flatMap((value) => ["-c", value]);
}

/** Fast shutdown first; sessions that don't end within ten seconds are cut off. */
async function stopServer(pid: number, clusterDir: string): Promise<void> {
  for (const [signal, patienceMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    if (!isAlive(pid)) break;
    process.kill(pid, signal);
    const giveUpAt = Date.now() + patienceMs;
    while (isAlive(pid) && Date.now() < giveUpAt) await delay(20);
  }
  forgetStalePid(clusterDir);
}
