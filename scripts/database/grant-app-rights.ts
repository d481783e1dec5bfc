import pg from "pg";

/**
 * What the app may do with the tables whose rows prove something, and with the row that says whose database this is;
 * everything else it may read and write freely.
 */
const restrictedTables: Record<string, string> = {
  audit_record: "select, insert",
  audit_seal: "select, insert",
  audit_detail: "select, insert, delete",
  instance: 'select, update ("clockOffsetMs")',
  _prisma_migrations: "select",
};

/**
 * Gives the app's role exactly the rights it needs in this database: rows, never definitions. Run as the owner after
 * every migration, since new tables start without any. An audit table that is not listed can only be added to.
 */
export async function grantAppRights(owner: pg.Pool, appRole: string): Promise<void> {
  const app = pg.escapeIdentifier(appRole);
  const { rows } = await owner.query<{ tablename: string }>(
    "select tablename from pg_tables where schemaname = 'public'",
  );
  const grants = rows.flatMap(({ tablename }) => {
    const table = `public.${pg.escapeIdentifier(tablename)}`;
    return [
      `revoke all on table ${table} from ${app}, public`,
      `grant ${rightsOn(tablename)} on table ${table} to ${app}`,
    ];
  });
  // One query of many statements is one transaction: nobody sees the app without its rights.
  await owner.query(
    [
      "revoke create on schema public from public",
      `grant usage on schema public to ${app}`,
      ...grants,
      `grant usage, select on all sequences in schema public to ${app}`,
      ...(await workerGrants(owner, app)),
    ].join(";\n"),
  );
}

function rightsOn(table: string): string {
  const listed = restrictedTables[table];
  if (listed !== undefined) return listed;
  return table.startsWith("audit_") ? "select, insert" : "select, insert, update, delete";
}

/**
 * graphile-worker guards its tables with row level security that lets only their owner through, so the app needs a
 * policy on each besides the grants. The list of its migrations stays read-only: the app must not migrate.
 */
async function workerGrants(owner: pg.Pool, app: string): Promise<string[]> {
  const { rows } = await owner.query<{ tablename: string; rowsecurity: boolean }>(
    "select tablename, rowsecurity from pg_tables where schemaname = 'graphile_worker'",
  );
  if (rows.length === 0) return [];
  const perTable = rows.flatMap(({ tablename, rowsecurity }) => {
    const table = `graphile_worker.${pg.escapeIdentifier(tablename)}`;
    const rights = tablename === "migrations" ? "select" : "select, insert, update, delete";
    const policy = [
      `drop policy if exists gatehouse_app on ${table}`,
      `create policy gatehouse_app on ${table} for all to ${app} using (true) with check (true)`,
    ];
    return [`grant ${rights} on table ${table} to ${app}`, ...(rowsecurity ? policy : [])];
  });
  return [
    `grant usage on schema graphile_worker to ${app}`,
    ...perTable,
    `grant select on all tables in schema graphile_worker to ${app}`,
    `grant usage, select on all sequences in schema graphile_worker to ${app}`,
    `grant execute on all functions in schema graphile_worker to ${app}`,
  ];
}
