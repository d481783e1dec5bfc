import { createHmac } from "node:crypto";
import pg from "pg";

/** The two ways into one database: the app's, and the migrations'. */
export interface DatabaseUrls {
  /** As gatehouse_app: reads and writes rows, creates nothing. */
  databaseUrl: string;
  /** As gatehouse_owner: owns the database and everything in it. */
  migrateDatabaseUrl: string;
}

const ownerRole = "gatehouse_owner";
const appRole = "gatehouse_app";

/**
 * Makes sure that the database and its two roles exist, and tells how to reach it. Safe to repeat, and to run twice at
 * once. With `template`, a missing database starts as a copy of that one.
 */
export async function ensureDatabase(
  superuserUrl: string,
  options: { name: string; template?: string },
): Promise<DatabaseUrls> {
  await asSuperuser(superuserUrl, async (client) => {
    for (const role of [ownerRole, appRole]) {
      const password = pg.escapeLiteral(rolePassword(superuserUrl, role));
      await unlessExists(client, `create role ${role} login nosuperuser nocreatedb nocreaterole password ${password}`);
    }
    const name = pg.escapeIdentifier(options.name);
    const found = await client.query("select 1 from pg_database where datname = $1", [options.name]);
    if (found.rowCount === 0) {
      const template = options.template === undefined ? "" : ` template ${pg.escapeIdentifier(options.template)}`;
      await unlessExists(client, `create database ${name} owner ${ownerRole}${template}`);
    }
    // A copy does not inherit these rights from its template, and two at once may not change one row.
    await client.query("select pg_advisory_lock(hashtext('gatehouse ensureDatabase'))");
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect on database ${name} to ${appRole}`);
  });
  return databaseUrls(superuserUrl, options.name);
}

/** Drops the database, ending the sessions that are still in it. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await asSuperuser(superuserUrl, (client) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  );
}

/** The addresses of a database of this cluster, which need not exist yet. */
function databaseUrls(superuserUrl: string, name: string): DatabaseUrls {
  const urlFor = (role: string) => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = rolePassword(superuserUrl, role);
    url.pathname = `/${name}`;
    return url.href;
  };
  return { databaseUrl: urlFor(appRole), migrateDatabaseUrl: urlFor(ownerRole) };
}

/** Runs `work` on a connection of its own and closes it. */
export async function asSuperuser<T>(superuserUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Derived, so that every process that knows the cluster's password knows these and nothing more has to be stored. */
function rolePassword(superuserUrl: string, role: string): string {
  return createHmac("sha256", new URL(superuserUrl).password).update(role).digest("hex");
}

const alreadyThere = new Set(["42710", "42P04", "23505"]);

/** 42710 duplicate_object, 42P04 duplicate_database, 23505 when another session created it at the same moment. */
async function unlessExists(client: pg.Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code !== undefined && alreadyThere.has(error.code))) throw error;
  }
}
