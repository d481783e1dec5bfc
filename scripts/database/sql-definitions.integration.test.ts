import { readdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { projectRoot } from "../project-root";
import { diffDefinitions, readSqlFiles } from "./sql-definitions";

const owner = new pg.Client({ connectionString: process.env.MIGRATE_DATABASE_URL });
beforeAll(() => owner.connect());
beforeEach(() => owner.query("begin"));
afterEach(() => owner.query("rollback"));
afterAll(() => owner.end());

test("prisma/sql holds the functions, triggers, checks and special indexes as the migrations have made them", async () => {
  expect(await diffDefinitions(owner)).toEqual([]);
});

test("each file belongs to a module", () => {
  const modules = readdirSync(path.join(projectRoot, "lib"));
  expect(readSqlFiles().filter(({ module }) => !modules.includes(module))).toEqual([]);
});

test.each([
  ["create function forgotten() returns int language sql as 'select 1'", ["function forgotten()"]],
  [
    "create or replace function refuse_new_device_key() returns trigger language plpgsql as 'begin return new; end'",
    ["function refuse_new_device_key()"],
  ],
  ["alter function refuse_new_device_key() security definer", ["function refuse_new_device_key()"]],
  ["drop trigger announce_lease on lease", ["trigger announce_lease on lease"]],
  [
    'create trigger of_its_own before update on "user" for each row execute function suppress_redundant_updates_trigger()',
    ['trigger of_its_own on "user"'],
  ],
  ['create index "user_upper_idx" on "user" (upper(email))', ["index user_upper_idx"]],
  ["alter table invoice add constraint more check (currency <> '')", ["constraint more on invoice"]],
])("finds what only one of them has: %s", async (statement, names) => {
  await owner.query(statement);
  expect(await diffDefinitions(owner)).toEqual(names);
});
