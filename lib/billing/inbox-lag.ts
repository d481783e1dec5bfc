import { addMs, minuteMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

/** An event that nobody has looked at for so long means that this deployment's own background work stands still. */
const tolerableLagMs = 5 * minuteMs;

/**
 * True when an event waits for its first try for more than five minutes. An event that was tried and failed, because
 * Stripe does not answer, say, shows in the metrics and does not make the service unready: entitlements need no Stripe.
 */
export async function inboxIsBehind(): Promise<boolean> {
  const receivedAt = { lt: addMs(systemNow(), -tolerableLagMs) };
  const untried = await db().webhookEvent.findFirst({
    where: { state: "received", attempts: 0, receivedAt },
    select: { stripeEventId: true },
  });
  return untried !== null;
}
