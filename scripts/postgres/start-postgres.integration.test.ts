import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, expect, test, vi } from "vitest";
import { isAlive } from "../process/is-alive";
import { projectRoot } from "../project-root";
import { asSuperuser, ensureDatabase } from "./ensure-database";
import { keepPostgres } from "./keep-postgres";
import { placeCluster } from "./placement";
import { removeCluster, startPostgres } from "./start-postgres";

// Each test starts real servers and processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const dataDir = path.join(mkdtempSync(path.join(os.tmpdir(), "gatehouse launcher ")), "postgres");
const launcher = path.join(projectRoot, "scripts", "postgres", "start-postgres.ts");

afterAll(() => removeCluster(dataDir), 60_000);

test("joins the server that a killed process left running, and stops it for good", async () => {
  const abandoned = await startAndDie();
  expect(isAlive(abandoned)).toBe(true);

  const joined = await startPostgres({ dataDir, durable: false });
  expect(joined.pid).toBe(abandoned);
  await asSuperuser(joined.superuserUrl, (client) => client.query("select 1"));

  await joined.stop();
  expect(isAlive(abandoned)).toBe(false);
});

test("starts over a postmaster.pid that names a process which is not ours", async () => {
  const { clusterDir } = placeCluster(dataDir);
  writeFileSync(path.join(clusterDir, "data", "postmaster.pid"), `${process.pid}\n${clusterDir}/data\n0\n1\n`);
  const server = await startPostgres({ dataDir, durable: false });
  expect(server.pid).not.toBe(process.pid);
  await server.stop();
});

test("a folder that was deleted and made again knows nothing of the data from before", () => {
  const checkout = mkdtempSync(path.join(os.tmpdir(), "gatehouse checkout "));
  const folder = path.join(checkout, "postgres");
  const before = placeCluster(folder).clusterDir;
  expect(placeCluster(folder).clusterDir).toBe(before);
  writeFileSync(path.join(before, "left-behind"), "");
  rmSync(checkout, { recursive: true });
  mkdirSync(checkout, { mode: 0o700 });
  const after = placeCluster(folder).clusterDir;
  expect(existsSync(path.join(after, "left-behind"))).toBe(false);
  for (const made of [before, after, checkout]) rmSync(made, { recursive: true, force: true });
});

test("keeps the server for another process that uses it", async () => {
  const server = await startPostgres({ dataDir, durable: false });
  const other = spawnUser();
  await once(other.stdout, "data");

  await server.stop();
  expect(isAlive(server.pid)).toBe(true);

  other.stdin.end();
  await once(other, "exit");
  expect(isAlive(server.pid)).toBe(false);
});

test("a kept server that was killed is restarted on the same port with its data", async () => {
  const said: string[] = [];
  const giveUp = vi.fn();
  const kept = await keepPostgres({ dataDir, durable: true }, { say: (line) => said.push(line), giveUp });
  const ask = (sql: string) => asSuperuser(kept.superuserUrl, (client) => client.query(sql));
  await ask("create table kept (i int)");
  const { clusterDir } = placeCluster(dataDir);
  const pid = () => Number(readFileSync(path.join(clusterDir, "data", "postmaster.pid"), "utf8").split("\n")[0]);
  const killed = pid();
  process.kill(killed, "SIGKILL");
  await vi.waitFor(() => expect(said).toHaveLength(2), { timeout: 60_000 });
  expect(pid()).not.toBe(killed);
  await ask("drop table kept");
  await kept.stop();
  expect(giveUp).not.toHaveBeenCalled();
  expect(said).toEqual(["PostgreSQL has ended; it is started again.", "PostgreSQL runs again."]);
});

test("listens on the loopback interface only and lets nobody else read the password", async () => {
  const server = await startPostgres({ dataDir, durable: false });
  const { clusterDir } = placeCluster(dataDir);
  const settings = await asSuperuser(server.superuserUrl, (client) =>
    client.query("select current_setting('listen_addresses') a, current_setting('unix_socket_directories') u"),
  );
  expect(settings.rows).toEqual([{ a: "127.0.0.1", u: "" }]);
  expect(statSync(path.join(clusterDir, "password")).mode & 0o777).toBe(0o600);
  expect(statSync(clusterDir).mode & 0o777).toBe(0o700);
  expect(readFileSync(path.join(clusterDir, "data", "pg_hba.conf"), "utf8")).not.toMatch(/^\s*\w.*\strust$/m);
  await server.stop();
});

test("the app's role can create nothing in its database", async () => {
  const server = await startPostgres({ dataDir, durable: false });
  const { databaseUrl } = await ensureDatabase(server.superuserUrl, { name: "rights" });
  const app = new pg.Client({ connectionString: databaseUrl });
  await app.connect();
  for (const sql of ["create table t (i int)", "create schema s", "create temp table t (i int)", "create database d"]) {
    await expect(app.query(sql)).rejects.toThrow(/permission denied/);
  }
  await app.end();
  await server.stop();
});

/** Starts the server in a process that is then killed without a chance to stop it; returns the server's id. */
async function startAndDie(): Promise<number> {
  const child = spawnUser();
  const [line] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  return Number(String(line));
}

/** A process that starts the server, prints its process id, and stops it when its input ends. */
function spawnUser(): ChildProcess & { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream } {
  const code = `
    import(${JSON.stringify(launcher)}).then(async ({ startPostgres }) => {
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
      process.stdout.write(String(server.pid));
      process.stdin.resume().once("end", () => server.stop());
    });`;
  return spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", code], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}
