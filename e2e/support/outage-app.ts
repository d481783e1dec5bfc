import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { migrateDatabase } from "../../scripts/database/migrate-database";
import { ensureDatabase } from "../../scripts/postgres/ensure-database";
import { removeCluster, startPostgres } from "../../scripts/postgres/start-postgres";
import { findFreePort } from "../../scripts/process/free-port";
import { stateDir } from "../../scripts/project-root";
import { appEnvironment, appUrl } from "../../scripts/stack/app-environment";
import { Supervisor } from "../../scripts/stack/supervisor";
import { waitForHttp } from "../../scripts/stack/wait-for-http";

/** The app on its own PostgreSQL, which can be frozen and killed while the other tests keep using theirs. */
export type OutageApp = {
  url: string;
  /** Suspends every process of the server: it keeps its connections and answers nothing. */
  freeze(): Promise<void>;
  thaw(): void;
  kill(): void;
  /** Starts the server again, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export async function startOutageApp(): Promise<OutageApp> {
  const folder = path.join(stateDir, "outage", randomUUID().slice(0, 8));
  mkdirSync(folder, { recursive: true });
  // Commits must survive a kill.
  const cluster = { dataDir: path.join(folder, "postgres"), durable: true };
  let server = await startPostgres(cluster);
  const urls = await ensureDatabase(server.superuserUrl, { name: "outage" });
  await migrateDatabase(urls, { mode: "test" });
  const [app, nowhere] = await Promise.all([findFreePort(), findFreePort()]);
  const ports = { app, sandbox: nowhere, smtp: nowhere, mail: nowhere };
  const env = { ...appEnvironment("test", ports, urls), API_REQUESTS_PER_MINUTE: "100000" };
  const supervisor = new Supervisor(folder);
  supervisor.start({ name: "app", script: "dist/server.js", env });
  await supervisor.unlessStopped(waitForHttp(`${appUrl(ports)}/readyz`));
  Object.assign(process.env, env);
  let family: number[] = [];
  const signal = (name: NodeJS.Signals) => {
    for (const pid of family) send(pid, name);
  };
  return {
    url: appUrl(ports),
    freeze: async () => {
      family = await freeze(server);
    },
    thaw: () => signal("SIGCONT"),
    kill: () => signal("SIGKILL"),
    restart: async () => {
      server = await startPostgres({ ...cluster, port: server.port });
    },
    stop: async () => {
      await supervisor.stopAll();
      await server.stop();
      await removeCluster(cluster.dataDir);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Freezes the server and returns its processes. The postmaster is suspended first, so that it forks no further process. */
async function freeze({ pid, superuserUrl }: { pid: number; superuserUrl: string }): Promise<number[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  // The connection ends when the server is killed.
  client.on("error", () => undefined);
  await client.connect();
  process.kill(pid, "SIGSTOP");
  const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity where pid is not null");
  const family = [pid, ...rows.map((row) => row.pid)];
  for (const one of family) send(one, "SIGSTOP");
  return family;
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // That process has exited meanwhile.
  }
}
