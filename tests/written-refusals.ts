import { db } from "@/lib/platform/db";
import { flushRefusals } from "@/lib/platform/refusals";

/** The table of refusals, once all that were recorded until now are in it. */
export async function writtenRefusals() {
  await flushRefusals();
  return db().refusal;
}
