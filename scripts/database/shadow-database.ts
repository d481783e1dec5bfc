import { randomUUID } from "node:crypto";
import path from "node:path";
import { type DatabaseUrls, dropDatabase, ensureDatabase } from "../postgres/ensure-database";
import { startPostgres } from "../postgres/start-postgres";
import { stateDir } from "../project-root";

/** The cluster that tests and tools share. Nothing in it is worth keeping. */
export const scratchClusterDir = path.join(stateDir, "test", "postgres");

/** Runs `work` with an empty database of the scratch cluster that is gone afterwards. */
export async function withShadowDatabase<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  const postgres = await startPostgres({ dataDir: scratchClusterDir, durable: false });
  const name = `shadow_${randomUUID()}`;
  try {
    const urls = await ensureDatabase(postgres.superuserUrl, { name });
    return await work(urls);
  } finally {
    await dropDatabase(postgres.superuserUrl, name);
    await postgres.stop();
  }
}
