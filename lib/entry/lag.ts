import { minuteMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { setInboxLag } from "@/lib/platform/metrics";

/** An event that waits longer than this means that customers may have paid without getting what they paid for. */
const tolerableLagMs = 5 * minuteMs;

/** True when the oldest event in the inbox that was not handled yet is older than five minutes. */
export async function sweepsAreBehind(): Promise<boolean> {
  const oldest = await db().webhookEvent.findFirst({
    where: { state: { in: ["received", "failed"] } },
    orderBy: { receivedAt: "asc" },
    select: { receivedAt: true },
  });
  const lagMs = oldest ? systemNow().getTime() - oldest.receivedAt.getTime() : 0;
  setInboxLag(lagMs / 1000);
  return lagMs > tolerableLagMs;
}
