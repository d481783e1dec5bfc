import { db } from "@/lib/platform/db";

/** How many statements in this test's database wait for a lock. */
export async function waitingForLocks(): Promise<number> {
  const [row] = await db().$queryRaw<{ count: bigint }[]>`
    select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return Number(row?.count);
}
