import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type DatabaseUrls, dropDatabase, ensureDatabase } from "../postgres/ensure-database";
import { migrateDatabase } from "./migrate-database";
import { type MigrationFile, readMigrations } from "./migration-files";

const superuserUrl = inject("superuserUrl");
const name = `test_${process.pid}_migrate_${randomUUID().slice(0, 8)}`;
let urls: DatabaseUrls;
let app: pg.Client;

beforeAll(async () => {
  urls = await ensureDatabase(superuserUrl, { name });
  await migrateDatabase(urls, { mode: "test" });
  app = new pg.Client({ connectionString: urls.databaseUrl });
  await app.connect();
});

afterAll(async () => {
  await app.end();
  await dropDatabase(superuserUrl, name);
});

test("finds nothing to do the second time", async () => {
  expect(await migrateDatabase(urls, { mode: "test" })).toEqual([]);
});

test("names the file of a migration that fails and repeats PostgreSQL's words, and leaves nothing of it behind", async () => {
  const broken = "create table half_done (id int);\nalter table nowhere add column x int;";
  await expect(migrate("20991231000000_broken", broken)).rejects.toThrow(
    'prisma/migrations/20991231000000_broken/migration.sql failed: relation "nowhere" does not exist',
  );
  const mended = "create table half_done (id int);";
  expect(await migrate("20991231000000_broken", mended)).toEqual(["20991231000000_broken"]);
});

test("runs a function body with semicolons as it is written", async () => {
  const body = "create function twice(n int) returns int language plpgsql as $$ begin n := n * 2; return n; end; $$;";
  await migrate("20991231000001_function", body, [["20991231000000_broken", "create table half_done (id int);"]]);
  expect((await app.query("select twice(21) as n")).rows).toEqual([{ n: 42 }]);
});

test("refuses a migration that was edited after it was applied", async () => {
  const [first, ...rest] = readMigrations();
  const edited = [{ name: first?.name ?? "", sql: `${first?.sql}\n-- edited` }, ...rest];
  await expect(migrateDatabase(urls, { mode: "test", migrations: edited })).rejects.toThrow(
    /changed after being applied/,
  );
});

test("refuses one role for the app and the migrations", async () => {
  const same = { ...urls, databaseUrl: urls.migrateDatabaseUrl };
  await expect(migrateDatabase(same, { mode: "test" })).rejects.toThrow(/needs a role of its own/);
});

test.each([
  ["audit_record", ["INSERT", "SELECT"]],
  ["audit_seal", ["INSERT", "SELECT"]],
  ["audit_detail", ["DELETE", "INSERT", "SELECT"]],
  ["user", ["DELETE", "INSERT", "SELECT", "UPDATE"]],
  ["_prisma_migrations", ["SELECT"]],
])("the app's rights on %s are exactly %s", async (table, rights) => {
  const { rows } = await app.query<{ p: string }>(
    `select p from unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p
     where has_table_privilege(current_user, format('public.%I', $1::text), p) order by p`,
    [table],
  );
  expect(rows.map((row) => row.p)).toEqual(rights);
});

test("the app can add jobs inside its own transaction", async () => {
  await app.query("begin");
  await app.query("select graphile_worker.add_job('nothing')");
  await app.query("rollback");
  expect((await app.query("select count(*)::int as n from graphile_worker.jobs")).rows).toEqual([{ n: 0 }]);
  await app.query("select graphile_worker.add_job('nothing')");
  expect((await app.query("select count(*)::int as n from graphile_worker.jobs")).rows).toEqual([{ n: 1 }]);
});

function migrate(migrationName: string, sql: string, before: [string, string][] = []): Promise<string[]> {
  const more: MigrationFile[] = [...before, [migrationName, sql] as const].map(([name, sql]) => ({ name, sql }));
  return migrateDatabase(urls, { mode: "test", migrations: [...readMigrations(), ...more] });
}
