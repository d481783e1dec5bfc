import type pg from "pg";
import type { Instance } from "@/generated/prisma/client";
import { db } from "@/lib/platform/db";

/**
 * Notes in a new database which mode it belongs to; an app of another mode then refuses to open it. A database that
 * already belongs to a mode keeps it. Needs the role that owns the tables: the app may not add the row.
 */
export async function claimInstance(owner: pg.Pool, mode: string): Promise<void> {
  await owner.query(`insert into instance (id, mode) values (1, $1::"DeploymentMode") on conflict (id) do nothing`, [
    mode,
  ]);
}

/** Whose database this is and how far its business clock was moved; null before it was claimed. */
export function findInstance(): Promise<Instance | null> {
  return db().instance.findUnique({ where: { id: 1 } });
}

/** Keeps how far business time lies from the system's, for every process of this deployment. */
export async function keepClockOffset(offsetMs: number): Promise<void> {
  await db().instance.update({ where: { id: 1 }, data: { clockOffsetMs: BigInt(offsetMs) } });
}
