import { secondMs } from "@/lib/core/time";
import { backgroundIdle } from "@/lib/platform/background";
import { closeDatabase } from "@/lib/platform/db";
import { flushRefusals } from "@/lib/platform/refusals";
import { releaseOutboxes } from "@/lib/runtime/outboxes";

/** How long work in the background may take to finish. A host kills a process that takes much longer to end. */
const patienceMs = 10 * secondMs;

/**
 * The last steps of a process that takes no more requests: work in the background ends, or is let go of so that another
 * process goes on with it at once; what was gathered in memory is written, and the connections to the database close. For the
 * web server and the worker alike. `sweeps` resolves when no sweep runs any more.
 */
export async function closeProcess(sweeps?: Promise<void>, patience = patienceMs): Promise<void> {
  await within(patience, Promise.allSettled([sweeps, backgroundIdle()]));
  await releaseOutboxes();
  await flushRefusals();
  await closeDatabase();
}

/** Waits for the work, but no longer than that. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
