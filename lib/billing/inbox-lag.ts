import type { Prisma } from "@/generated/prisma/client";
import { minuteMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { setInboxLag } from "@/lib/platform/metrics";

/** An event that nobody has looked at for so long means that this deployment's own background work stands still. */
const tolerableLagMs = 5 * minuteMs;

/**
 * True when an event waits for its first try for more than five minutes. An event that was tried and failed, because
 * Stripe does not answer, say, shows in the metrics and does not make the service unready: entitlements need no Stripe.
 */
export async function inboxIsBehind(): Promise<boolean> {
  const [untried, unhandled] = await Promise.all([
    findOldest({ state: "received", attempts: 0 }),
    findOldest({ state: { in: ["received", "failed"] } }),
  ]);
  setInboxLag(ageMs(unhandled) / 1000);
  return ageMs(untried) > tolerableLagMs;
}

function findOldest(where: Prisma.WebhookEventWhereInput) {
  return db().webhookEvent.findFirst({ where, orderBy: { receivedAt: "asc" }, select: { receivedAt: true } });
}

function ageMs(event: { receivedAt: Date } | null): number {
  return event ? systemNow().getTime() - event.receivedAt.getTime() : 0;
}
