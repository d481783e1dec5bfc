import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureBuild } from "../build";
import { scratchClusterDir } from "../database/shadow-database";
import { ensureBrowser } from "../ensure-browser";
import { dropDatabase } from "../postgres/ensure-database";
import { startPostgres } from "../postgres/start-postgres";
import { findFreePort } from "../process/free-port";
import { stateDir } from "../project-root";
import { appUrl, mailUrl, type StackMode, type StackPorts, sandboxUrl } from "../stack/app-environment";
import { holdPorts } from "../stack/choose-ports";
import { endLeftovers } from "../stack/pid-registry";
import { startStack } from "../stack/start-stack";
import { Supervisor } from "../stack/supervisor";

/**
 * Starts a whole stack of its own from the production build, with an empty database of this name, hands its ports to the
 * measurement, and ends it. The helpers of e2e/ find it under the environment that they read, a browser included.
 */
export async function withStack<T>(
  { name, mode }: { name: string; mode: StackMode },
  measure: (ports: StackPorts) => Promise<T>,
): Promise<T> {
  ensureBuild();
  const folder = path.join(stateDir, name);
  await endLeftovers(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [app, sandbox, smtp, mail] = await Promise.all([
    findFreePort(),
    findFreePort(),
    findFreePort(),
    findFreePort(),
  ]);
  const ports = { app, sandbox, smtp, mail };
  const supervisor = new Supervisor(folder);
  try {
    const postgres = await startPostgres({ dataDir: scratchClusterDir, durable: false });
    supervisor.onStop(() => postgres.stop());
    await dropDatabase(postgres.superuserUrl, name);
    await startStack(supervisor, {
      mode,
      dev: false,
      ports: await holdPorts(ports),
      folder,
      clusterDir: scratchClusterDir,
      databaseName: name,
    });
    process.env.E2E_APP_URL = appUrl(ports);
    process.env.E2E_MAIL_URL = mailUrl(ports);
    process.env.E2E_SANDBOX_URL = sandboxUrl(ports);
    process.env.E2E_BROWSER = await ensureBrowser();
    return await measure(ports);
  } finally {
    await supervisor.stopAll();
  }
}
