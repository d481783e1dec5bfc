import type { Tx } from "@/lib/platform/db";
import type { SweepName } from "@/lib/platform/module";

/**
 * Asks for a sweep as soon as this transaction has committed. Several requests before it runs become one run; a job whose
 * worker is lost only makes the sweep late, because it finds its rows by their state.
 */
export async function wake(tx: Tx, sweep: SweepName): Promise<void> {
  await tx.$executeRaw`
    select graphile_worker.add_job('sweep', json_build_object('name', ${sweep}::text), job_key := ${sweep}, max_attempts := 3)`;
}
