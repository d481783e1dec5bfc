import type pg from "pg";

/**
 * Notes in a new database which mode it belongs to; an app of another mode then refuses to open it. A database that
 * already belongs to a mode keeps it.
 */
export async function claimInstance(pool: pg.Pool, mode: string): Promise<void> {
  await pool.query(`insert into instance (id, mode) values (1, $1::"DeploymentMode") on conflict (id) do nothing`, [
    mode,
  ]);
}
