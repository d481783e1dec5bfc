import { db } from "@/lib/platform/db";
import { flushRefusals } from "@/lib/platform/refusals";

/** The table of refusals, after those gathered in memory were written. */
export async function writtenRefusals() {
  await flushRefusals();
  return db().refusal;
}
