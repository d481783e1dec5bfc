import { runMigrations } from "graphile-worker";
import pg from "pg";
import { claimInstance } from "@/lib/platform/instance";
import type { DatabaseUrls } from "../postgres/ensure-database";
import { grantAppRights } from "./grant-app-rights";
import { type MigrationFile, readMigrations } from "./migration-files";
import { applyMigrations, diagnoseMigrations, forgetFailedMigration } from "./schema-engine";

/** A migration that could not be applied; the message names its file and repeats PostgreSQL's words. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * Brings the database up to date as its owner: our migrations, then graphile-worker's, then the app role's rights, and
 * writes down whose it is (`mode`, by default GATEHOUSE_MODE). Safe to repeat. Returns the names of the migrations it applied. Throws MigrationError.
 */
export async function migrateDatabase(
  urls: DatabaseUrls,
  options: { mode?: string; migrations?: MigrationFile[] } = {},
): Promise<string[]> {
  const { mode = process.env.GATEHOUSE_MODE || "production", migrations = readMigrations() } = options;
  const appRole = decodeURIComponent(new URL(urls.databaseUrl).username);
  if (appRole === decodeURIComponent(new URL(urls.migrateDatabaseUrl).username)) {
    throw new MigrationError(
      `DATABASE_URL and MIGRATE_DATABASE_URL both use the role ${appRole}. The app needs a role of its own, or it could change audit rows.`,
    );
  }
  const applied = await applyOurs(urls.migrateDatabaseUrl, migrations);
  const pool = new pg.Pool({ connectionString: urls.migrateDatabaseUrl });
  // graphile-worker asks for listeners: a connection that dies is reported by the query that used it.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await runMigrations({ pgPool: pool });
    await grantAppRights(pool, appRole);
    await claimInstance(pool, mode);
  } finally {
    await pool.end();
  }
  return applied;
}

async function applyOurs(databaseUrl: string, migrations: MigrationFile[]): Promise<string[]> {
  const { edited, failed } = await diagnoseMigrations(databaseUrl, migrations);
  const halfDone = failed.filter((name) => !leavesNothingBehind(migrations.find((file) => file.name === name)));
  if (halfDone.length > 0) {
    throw new MigrationError(
      `${halfDone.map(fileOf).join(", ")} failed here earlier and was not one transaction. Mend the database, then set rolled_back_at on its row in _prisma_migrations.`,
    );
  }
  for (const name of failed) await forgetFailedMigration(databaseUrl, name);
  const changed = edited.filter((name) => !failed.includes(name));
  if (changed.length > 0) {
    throw new MigrationError(
      `${changed.map(fileOf).join(", ")} changed after being applied here. Undo the edit and add a new migration instead.`,
    );
  }
  try {
    return await applyMigrations(databaseUrl, migrations);
  } catch (error) {
    throw await explain(error, databaseUrl, migrations);
  }
}

/** A file goes to PostgreSQL as one query, which is one transaction unless the file itself says otherwise. */
function leavesNothingBehind(migration: MigrationFile | undefined): boolean {
  return migration !== undefined && !/\b(commit|concurrently)\b/i.test(migration.sql);
}

async function explain(cause: unknown, databaseUrl: string, migrations: MigrationFile[]): Promise<MigrationError> {
  const message = cause instanceof Error ? cause.message : String(cause);
  const { failed } = await diagnoseMigrations(databaseUrl, migrations).catch(() => ({ failed: [] as string[] }));
  const subject = failed.length > 0 ? `${failed.map(fileOf).join(", ")} failed` : "The migrations could not be applied";
  return new MigrationError(`${subject}: ${message}`, { cause });
}

function fileOf(name: string): string {
  return `prisma/migrations/${name}/migration.sql`;
}
