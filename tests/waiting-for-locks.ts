import { db } from "@/lib/platform/db";

/** How many statements of this test wait for another one's transaction. */
export async function waitingForLocks(): Promise<number> {
  const [row] = await db().$queryRaw<{ count: bigint }[]>`
    select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return Number(row?.count);
}
