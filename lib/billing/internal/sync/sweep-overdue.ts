import type { Prisma } from "@/generated/prisma/client";
import type { DisputeStatus } from "@/generated/prisma/enums";
import { copiedKinds } from "@/lib/billing/internal/sync/copied-calls";
import { indebtedStatuses, renewingStatuses } from "@/lib/billing/subscription-status";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { mapConcurrently } from "@/lib/core/concurrency";
import { addMs, hourMs, minuteMs, secondMs } from "@/lib/core/time";
import { clock, systemNow } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

const batchSize = 100;
const concurrency = 5;
/** A sweep is over before the next one is due. */
const patienceMs = 50 * secondMs;

/**
 * Looks at Stripe for every customer about whom news should have come and did not: a lost webhook, or a sync that failed
 * after a change, then takes no access from a customer and gives none. Returns how many were found.
 */
export async function sweepOverdue(): Promise<number> {
  const found = await db().billingCustomer.findMany({
    where: { stripeCustomerId: { not: null }, OR: overdue(clock.now()) },
    select: { stripeCustomerId: true },
  });
  // Drawn by lot: customers who can't be read stay overdue, and in any fixed order they would block those behind them.
  const batch = shuffle(found).slice(0, batchSize);
  const deadline = addMs(systemNow(), patienceMs);
  await mapConcurrently(batch, concurrency, async ({ stripeCustomerId }) => {
    if (!stripeCustomerId || systemNow() > deadline) return;
    await syncCustomer(stripeCustomerId, { actor: { kind: "system", name: "overdue-sweep" } }).catch((error: unknown) =>
      logger().warn({ err: error, stripeCustomerId }, "an overdue customer could not be read from Stripe"),
    );
  });
  return batch.length;
}

const undecidedStatuses: DisputeStatus[] = [
  "warning_needs_response",
  "warning_under_review",
  "needs_response",
  "under_review",
  "appeal_needs_response",
  "appeal_under_review",
];

function overdue(now: Date): Prisma.BillingCustomerWhereInput[] {
  const hourAgo = addMs(now, -hourMs);
  return [
    // A period has ended.
    {
      ...notLookedAtSince(hourAgo),
      account: {
        subscriptions: {
          some: { status: { in: [...renewingStatuses, "incomplete"] }, currentPeriodEnd: { lt: hourAgo } },
        },
      },
    },
    // A checkout was open when we last looked, which was at the latest when it was opened: it may be paid by now.
    { ...notLookedAtSince(hourAgo), account: { checkoutSessions: { some: { state: "open" } } } },
    // Something was changed at Stripe, and the look that should have followed failed. When, the machine's clock says.
    {
      account: {
        moneyCalls: {
          some: {
            kind: { in: copiedKinds },
            state: "succeeded",
            copiedAt: null,
            settledAt: { lt: addMs(systemNow(), -minuteMs) },
          },
        },
      },
    },
    // A payment is missing, which may be made at any time.
    {
      ...notLookedAtSince(addMs(now, -6 * hourMs)),
      account: { subscriptions: { some: { status: { in: [...indebtedStatuses, "paused"] } } } },
    },
    // A bank is deciding, which takes it weeks.
    {
      ...notLookedAtSince(addMs(now, -6 * hourMs)),
      account: { disputes: { some: { status: { in: undecidedStatuses } } } },
    },
  ];
}

function notLookedAtSince(time: Date): Prisma.BillingCustomerWhereInput {
  return { OR: [{ syncedAt: null }, { syncedAt: { lt: time } }] };
}

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, lot: Math.random() }))
    .sort((one, other) => one.lot - other.lot)
    .map(({ item }) => item);
}
