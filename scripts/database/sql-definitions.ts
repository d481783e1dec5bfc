import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { projectRoot } from "../project-root";

const sqlDir = path.join(projectRoot, "prisma", "sql");

/** What a database has besides tables and what the Prisma schema can say, each as PostgreSQL itself writes it. */
const definitionsQuery = `
  select pg_get_functiondef(p.oid) as definition, 'function ' || p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all select pg_get_triggerdef(t.oid), format('trigger %I on %s', t.tgname, t.tgrelid::regclass) from pg_trigger t
    join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace where not t.tgisinternal
  union all select pg_get_constraintdef(k.oid), format('constraint %I on %s', k.conname, k.conrelid::regclass) from pg_constraint k
    where k.connamespace = 'public'::regnamespace and k.contype = 'c' and k.conrelid <> 0
  union all select pg_get_indexdef(i.indexrelid), 'index ' || i.indexrelid::regclass from pg_index i
    join pg_class c on c.oid = i.indexrelid and c.relnamespace = 'public'::regnamespace where i.indexprs is not null
  order by 2`;

/** Triggers and constraints before the functions that they call. */
const dropQuery = `
  select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) as statement, 1 as step from pg_trigger t
    join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace where not t.tgisinternal
  union all select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname), 1 from pg_constraint k
    where k.connamespace = 'public'::regnamespace and k.contype = 'c' and k.conrelid <> 0
  union all select 'drop index ' || i.indexrelid::regclass, 1 from pg_index i
    join pg_class c on c.oid = i.indexrelid and c.relnamespace = 'public'::regnamespace where i.indexprs is not null
  union all select 'drop function ' || p.oid::regprocedure || ' cascade', 2 from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by step`;

/** The files of prisma/sql, platform's first: the others use what is in it. */
export function readSqlFiles(): { module: string; sql: string }[] {
  const modules = readdirSync(sqlDir).map((name) => path.basename(name, ".sql"));
  const rank = (module: string) => (module === "platform" ? 0 : 1);
  return modules
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other))
    .map((module) => ({ module, sql: readFileSync(path.join(sqlDir, `${module}.sql`), "utf8") }));
}

/**
 * How the functions, triggers, checks and special indexes of this migrated database differ from those that prisma/sql
 * describes: the name of each that differs or that only one of them has. Needs the owner, in a transaction, and leaves the
 * database as it was.
 */
export async function diffDefinitions(owner: pg.ClientBase): Promise<string[]> {
  await owner.query("savepoint as_migrated");
  try {
    const migrated = await readDefinitions(owner);
    await runFiles(owner);
    const over = await readDefinitions(owner);
    const { rows } = await owner.query<{ statement: string }>(dropQuery);
    for (const { statement } of rows) await owner.query(statement);
    await runFiles(owner);
    const alone = await readDefinitions(owner);
    return [...new Set([...differences(migrated, over), ...differences(migrated, alone)])].sort();
  } finally {
    await owner.query("rollback to savepoint as_migrated");
  }
}

async function runFiles(owner: pg.ClientBase): Promise<void> {
  for (const { sql } of readSqlFiles()) await owner.query(sql);
}

async function readDefinitions(owner: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await owner.query<{ name: string; definition: string }>(definitionsQuery);
  return new Map(rows.map(({ name, definition }) => [name, definition]));
}

function differences(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}
