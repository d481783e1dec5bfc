import { syncCustomer } from "@/lib/billing/sync-customer";
import { addMs, hourMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

const batchSize = 20;

/**
 * Looks at Stripe for every customer whose subscription should have renewed or ended more than an hour ago and about
 * whom no news came: a lost webhook then costs nobody their access, and gives nobody any. Returns how many were looked at.
 */
export async function sweepOverdue(): Promise<number> {
  const hourAgo = addMs(clock.now(), -hourMs);
  const overdue = await db().billingCustomer.findMany({
    where: {
      stripeCustomerId: { not: null },
      OR: [{ syncedAt: null }, { syncedAt: { lt: hourAgo } }],
      account: {
        subscriptions: {
          some: { status: { in: ["trialing", "active", "past_due", "incomplete"] }, currentPeriodEnd: { lt: hourAgo } },
        },
      },
    },
    orderBy: { syncedAt: { sort: "asc", nulls: "first" } },
    take: batchSize,
    select: { stripeCustomerId: true },
  });
  for (const { stripeCustomerId } of overdue) {
    await syncCustomer(stripeCustomerId ?? "", { actor: { kind: "system", name: "overdue-sweep" } }).catch(
      (error: unknown) =>
        logger().warn({ err: error, stripeCustomerId }, "an overdue customer could not be read from Stripe"),
    );
  }
  return overdue.length;
}
