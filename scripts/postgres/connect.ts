import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

export const superuser = "gatehouse_superuser";

/** Reads the superuser's password, which only the cluster's own folder holds. */
function readPassword(clusterDir: string): string {
  return readFileSync(path.join(clusterDir, "password"), "utf8").trim();
}

export function superuserUrlFor(clusterDir: string, port: number): string {
  return `postgresql://${superuser}:${readPassword(clusterDir)}@127.0.0.1:${port}/postgres`;
}

/** Connects within two seconds or throws. SCRAM proves both sides, so whoever answers knows this cluster's password. */
export async function connectAsSuperuser(clusterDir: string, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: superuserUrlFor(clusterDir, port),
    connectionTimeoutMillis: 2_000,
  });
  // A server that is being stopped ends idle connections; the next query reports it.
  client.on("error", () => {});
  await client.connect();
  return client;
}
