import { db } from "@/lib/platform/db";

/** How many events of each type Stripe has sent since then, by the system's time. Types that did not occur are absent. */
export async function countEventsSince(since: Date): Promise<Partial<Record<string, number>>> {
  const groups = await db().webhookEvent.groupBy({
    by: ["type"],
    where: { receivedAt: { gte: since } },
    _count: { _all: true },
  });
  return Object.fromEntries(groups.map(({ type, _count }) => [type, _count._all]));
}
