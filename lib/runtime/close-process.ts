import { backgroundIdle } from "@/lib/platform/background";
import { closeDatabase } from "@/lib/platform/db";
import { flushRefusals } from "@/lib/platform/refusals";

/**
 * The last steps of a process that takes no more requests: work in the background ends, what was gathered in memory is
 * written, and the connections to the database close. For the web server and the worker alike.
 */
export async function closeProcess(): Promise<void> {
  await backgroundIdle();
  await flushRefusals();
  await closeDatabase();
}
