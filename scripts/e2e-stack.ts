import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { scratchClusterDir } from "./database/shadow-database";
import { dropDatabase } from "./postgres/ensure-database";
import { startPostgres } from "./postgres/start-postgres";
import { stateDir } from "./project-root";
import type { AppEnvironment } from "./stack/app-environment";
import { holdPorts } from "./stack/choose-ports";
import { endWithParent } from "./stack/end-with-parent";
import { endLeftovers, recordProcess } from "./stack/pid-registry";
import { startStack } from "./stack/start-stack";
import { Stopped, Supervisor } from "./stack/supervisor";
import { waitForHttp } from "./stack/wait-for-http";

/** What the browser tests run against: a stack of its own in test mode, empty at every start. Playwright starts it. */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "sandbox-port": { type: "string" },
    "smtp-port": { type: "string" },
    "mail-port": { type: "string" },
    "counting-port": { type: "string" },
    "visits-port": { type: "string" },
  },
});
const folder = path.join(stateDir, "e2e");
const databaseName = "e2e";
const ports = {
  app: Number(values.port),
  sandbox: Number(values["sandbox-port"]),
  smtp: Number(values["smtp-port"]),
  mail: Number(values["mail-port"]),
};

await endLeftovers(folder);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
recordProcess(folder, "e2e-stack", process.pid);

const supervisor = new Supervisor(folder);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void supervisor.stopAll());
endWithParent(() => void supervisor.stopAll());

try {
  await forgetLastRun();
  // The personas who pay, and a few more: a whole year's customers would only slow the tests.
  const history = { historyCustomers: 12, databaseName, clusterDir: scratchClusterDir };
  const options = { mode: "test" as const, dev: false, ports: await holdPorts(ports), folder, ...history };
  const env = await startStack(supervisor, options);
  await startCountingApp(env);
  console.log(`stack ready http://localhost:${ports.app}`);
  await supervisor.untilDeath();
} catch (error) {
  if (!(error instanceof Stopped)) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await supervisor.stopAll();
}
process.exit();

/** The app once more, as a host runs it who counts visits; what it tells goes to where the tests listen. */
async function startCountingApp(env: AppEnvironment): Promise<void> {
  const address = `http://localhost:${values["counting-port"]}`;
  const visits = { POSTHOG_KEY: "phc_test", POSTHOG_HOST: `http://127.0.0.1:${values["visits-port"]}` };
  const own = { GATEHOUSE_URL: address, PORT: values["counting-port"], WORKER: "off" };
  supervisor.start({ name: "counting-app", script: "dist/server.js", env: { ...env, ...own, ...visits } });
  await supervisor.unlessStopped(waitForHttp(`${address}/readyz`));
}

async function forgetLastRun(): Promise<void> {
  const postgres = await startPostgres({ dataDir: scratchClusterDir, durable: false });
  supervisor.onStop(() => postgres.stop());
  await dropDatabase(postgres.superuserUrl, databaseName);
}
