import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { migrateDatabase } from "../scripts/database/migrate-database";
import { readMigrations } from "../scripts/database/migration-files";
import { asSuperuser, dropDatabase, ensureDatabase } from "../scripts/postgres/ensure-database";
import { withFileLock } from "../scripts/process/file-lock";
import { isAlive } from "../scripts/process/is-alive";
import { projectRoot } from "../scripts/project-root";

const keptTemplates = 3;

/**
 * A migrated, empty database to copy from, made once for each state of the migrations and of the rights. It is migrated
 * under another name and renamed at the end, so that a run that was killed leaves no half template.
 */
export async function ensureTemplate(superuserUrl: string, lockFile: string): Promise<string> {
  const template = `template_${hashOfDatabase()}`;
  return withFileLock(lockFile, async () => {
    if ((await databasesLike(superuserUrl, template)).length > 0) return template;
    const unfinished = `${template}_unfinished`;
    await dropDatabase(superuserUrl, unfinished);
    await migrateDatabase(await ensureDatabase(superuserUrl, { name: unfinished }), { mode: "test" });
    await asSuperuser(superuserUrl, (client) =>
      client.query(`alter database ${pg.escapeIdentifier(unfinished)} rename to ${pg.escapeIdentifier(template)}`),
    );
    const older = await databasesLike(superuserUrl, "template\\_%");
    for (const name of older.slice(0, -keptTemplates)) await dropDatabase(superuserUrl, name);
    return template;
  });
}

/** Drops the databases of test runs that are over: of dead processes, and of `finished`. */
export async function dropLeftoverDatabases(superuserUrl: string, finished?: number): Promise<void> {
  for (const name of await databasesLike(superuserUrl, "test\\_%")) {
    const pid = Number(name.split("_")[1]);
    if (pid === finished || !isAlive(pid)) await dropDatabase(superuserUrl, name);
  }
}

/** Oldest first. */
async function databasesLike(superuserUrl: string, pattern: string): Promise<string[]> {
  return asSuperuser(superuserUrl, async (client) => {
    const sql = "select datname from pg_database where datname like $1 order by oid";
    const { rows } = await client.query<{ datname: string }>(sql, [pattern]);
    return rows.map((row) => row.datname);
  });
}

function hashOfDatabase(): string {
  const hash = createHash("sha256");
  for (const { name, sql } of readMigrations()) hash.update(name).update(sql);
  for (const file of ["package-lock.json", "scripts/database/grant-app-rights.ts", "lib/platform/instance.ts"]) {
    hash.update(readFileSync(path.join(projectRoot, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
