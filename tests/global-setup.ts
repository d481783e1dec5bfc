import path from "node:path";
import type { TestProject } from "vitest/node";
import { scratchClusterDir } from "../scripts/database/shadow-database";
import { startPostgres } from "../scripts/postgres/start-postgres";
import { dropLeftoverDatabases, ensureTemplate } from "./template-database";

declare module "vitest" {
  interface ProvidedContext {
    superuserUrl: string;
    templateDatabase: string;
    runId: string;
  }
}

/** Starts PostgreSQL for the integration tests and prepares the database that each test file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ dataDir: scratchClusterDir, durable: false });
  await dropLeftoverDatabases(postgres.superuserUrl);
  const lockFile = path.join(path.dirname(scratchClusterDir), "template.lock");
  project.provide("superuserUrl", postgres.superuserUrl);
  project.provide("templateDatabase", await ensureTemplate(postgres.superuserUrl, lockFile));
  project.provide("runId", String(process.pid));
  return async () => {
    await dropLeftoverDatabases(postgres.superuserUrl, process.pid);
    await postgres.stop();
  };
}
