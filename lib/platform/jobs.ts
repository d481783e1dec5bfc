import type { Tx } from "@/lib/platform/db";

/**
 * The background work there is. A sweep finds its own rows, by their state and lease, and is safe to run twice at
 * once; a job only says that one should look now.
 */
export const sweeps = ["inbox", "money", "overdue", "mail", "audit", "revenue", "housekeeping"] as const;
export type SweepName = (typeof sweeps)[number];

/** Asks for a sweep as soon as this transaction has committed. Several wishes before it runs become one run. */
export async function wake(tx: Tx, sweep: SweepName): Promise<void> {
  await tx.$executeRaw`
    select graphile_worker.add_job('sweep', json_build_object('name', ${sweep}::text), job_key := ${sweep}, max_attempts := 3)`;
}
