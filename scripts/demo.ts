import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { buildSample } from "./extension/build-sample";
import { removeCluster } from "./postgres/start-postgres";
import { readOptions } from "./process/read-options";
import { stateDir } from "./project-root";
import { appUrl } from "./stack/app-environment";
import { chooseDemoPorts, portNumbers } from "./stack/choose-ports";
import { describeStack } from "./stack/describe-stack";
import { endWithParent } from "./stack/end-with-parent";
import { endLeftovers, recordProcess } from "./stack/pid-registry";
import { startStack } from "./stack/start-stack";
import { StackError, Stopped, Supervisor } from "./stack/supervisor";

/** `npm run demo` and `npm run dev`: the whole product on this machine, and nothing of it left after Ctrl-C. */
const values = readOptions({
  port: { type: "string" },
  fresh: { type: "boolean", default: false },
  dev: { type: "boolean", default: false },
});
const folder = path.join(stateDir, "demo");
const clusterDir = path.join(folder, "postgres");
mkdirSync(folder, { recursive: true });

const leftovers = await endLeftovers(folder);
if (leftovers.length > 0) console.log(`Stopped what an earlier run left behind: ${leftovers.join(", ")}.`);
recordProcess(folder, "demo", process.pid);

const supervisor = new Supervisor(folder);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void supervisor.stopAll());
endWithParent(() => void supervisor.stopAll());

try {
  const started = Date.now();
  if (values.fresh) await startOver();
  const ports = await chooseDemoPorts(portAskedFor(), (line) => console.log(line));
  const options = {
    mode: "demo" as const,
    dev: values.dev,
    ports,
    folder,
    clusterDir,
    databaseName: "demo",
    historyCustomers: 250,
  };
  await startStack(supervisor, options);
  const numbers = portNumbers(ports);
  const extension = await buildSample({ server: appUrl(numbers) });
  console.log(describeStack(numbers, extension, (Date.now() - started) / 1000));
  await supervisor.untilDeath();
} catch (error) {
  if (!(error instanceof Stopped)) {
    console.error(`\n${error instanceof StackError ? error.message : error instanceof Error ? error.stack : error}`);
    process.exitCode = 1;
  }
} finally {
  if (process.exitCode === undefined) console.log("\nStopping …");
  await supervisor.stopAll();
  rmSync(path.join(folder, "pids.json"), { force: true });
}
process.exit();

function portAskedFor(): number | null {
  if (values.port === undefined) return null;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new StackError(`--port ${values.port} is no port.`);
  return port;
}

async function startOver(): Promise<void> {
  await removeCluster(clusterDir);
  for (const name of ["sandbox.json", "mail.jsonl", "catalog.done", "import.done", "seed.done"]) {
    rmSync(path.join(folder, name), { force: true, recursive: true });
  }
}
