import { addMs, dayMs } from "@/lib/core/time";
import { sweepAbandonedDevices } from "@/lib/identity/abandoned-devices";
import { forgetRetiredKeys, rotateAgedKeys } from "@/lib/identity/keys";
import { systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

/**
 * Deletes what has outlived its retention, as the schema states it, replaces signing keys of ninety days and disconnects
 * devices that never finished signing in. Returns how many there were.
 */
export async function sweepHousekeeping(): Promise<number> {
  const now = systemNow();
  const daysAgo = (days: number) => addMs(now, -days * dayMs);
  const removed = await Promise.all([
    db().session.deleteMany({ where: { expiresAt: { lt: now } } }),
    db().oneTimeToken.deleteMany({ where: { expiresAt: { lt: now } } }),
    db().signInChallenge.deleteMany({ where: { createdAt: { lt: daysAgo(1) } } }),
    db().emailChangeRequest.deleteMany({ where: { createdAt: { lt: daysAgo(1) } } }),
    db().emailChange.deleteMany({ where: { undoUntil: { lt: now } } }),
    db().oidcArtifact.deleteMany({ where: { expiresAt: { lt: now } } }),
    // An open browser uses one up every hour. They are kept as long as a copy may plausibly turn up and end the connection.
    db().oidcArtifact.deleteMany({ where: { consumedAt: { lt: daysAgo(30) }, createdAt: { lt: daysAgo(30) } } }),
    db().idempotencyRecord.deleteMany({ where: { expiresAt: { lt: now } } }),
    db().rateLimit.deleteMany({ where: { expire: { lt: now.getTime() } } }),
    db().refusal.deleteMany({ where: { lastAt: { lt: daysAgo(30) } } }),
    db().mailMessage.deleteMany({ where: { state: { not: "queued" }, createdAt: { lt: daysAgo(90) } } }),
    db().invitation.deleteMany({ where: { createdAt: { lt: daysAgo(90) }, expiresAt: { lt: now } } }),
    db().importRun.deleteMany({ where: { state: "finished", finishedAt: { lt: daysAgo(90) } } }),
    db().webhookEvent.deleteMany({ where: { state: { in: ["handled", "ignored"] }, receivedAt: { lt: daysAgo(90) } } }),
    db().checkoutSession.deleteMany({
      where: { state: { notIn: ["creating", "open"] }, createdAt: { lt: daysAgo(90) } },
    }),
    db().usageEntry.deleteMany({ where: { createdAt: { lt: daysAgo(396) } } }),
  ]);
  const others = await Promise.all([rotateAgedKeys(), forgetRetiredKeys(), sweepAbandonedDevices()]);
  return removed.reduce((total, { count }) => total + count, 0) + others.reduce((total, count) => total + count, 0);
}
