import type { WebhookEvent } from "@/generated/prisma/client";
import { recordAudit } from "@/lib/audit/record";
import { findEventCustomer } from "@/lib/billing/internal/inbox/find-event-customer";
import { waitingStates } from "@/lib/billing/internal/inbox/waiting-events";
import { adoptStripeCustomer } from "@/lib/billing/internal/sync/adopt-stripe-customer";
import { syncCustomer } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { mapConcurrently } from "@/lib/core/concurrency";
import { AppError, describeError } from "@/lib/core/errors";
import { addMs, hourMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

const leaseMs = 60 * secondMs;
const patienceMs = 50 * secondMs;
const batchSize = 50;
/** How many customers are read at once: Stripe limits us, and so does the number of our connections. */
const concurrency = 5;

/** `busy`: somebody else is at it, or it was settled already. */
export type InboxOutcome = "handled" | "ignored" | "failed" | "busy";

/**
 * Tries every event that is due and returns how many there were, batch by batch for as long as there are more and the
 * next sweep is not yet due. Safe to run in several processes at once.
 */
export async function sweepInbox(): Promise<number> {
  const deadline = addMs(systemNow(), patienceMs);
  let found = 0;
  for (;;) {
    const claimed = await sweepBatch();
    found += claimed;
    if (claimed < batchSize || systemNow() > deadline) return found;
  }
}

async function sweepBatch(): Promise<number> {
  const claimed = await db().$queryRaw<{ stripeEventId: string; stripeCustomerId: string | null }[]>`
    update webhook_event set "leaseUntil" = ${addMs(systemNow(), leaseMs)}, attempts = attempts + 1
    where "stripeEventId" in (
      select "stripeEventId" from webhook_event
      where state in ('received', 'failed') and "nextAttemptAt" <= ${systemNow()}
        and ("leaseUntil" is null or "leaseUntil" < ${systemNow()})
      order by "nextAttemptAt" limit ${batchSize} for update skip locked)
    returning "stripeEventId", "stripeCustomerId"`;
  // One customer's events one after another: the first settles the rest, and none waits for another's lease.
  const customers = new Set(claimed.map(({ stripeCustomerId }) => stripeCustomerId));
  await mapConcurrently([...customers], concurrency, async (customer) => {
    for (const { stripeEventId, stripeCustomerId } of claimed) {
      if (stripeCustomerId === customer) await handleClaimed(stripeEventId);
    }
  });
  return claimed.length;
}

/** Tries one event now, due or not. */
export async function handleInboxEvent(stripeEventId: string): Promise<InboxOutcome> {
  const claimed = await db().webhookEvent.updateMany({
    where: {
      stripeEventId,
      state: { in: [...waitingStates] },
      OR: [{ leaseUntil: null }, { leaseUntil: { lt: systemNow() } }],
    },
    data: { leaseUntil: addMs(systemNow(), leaseMs), attempts: { increment: 1 } },
  });
  return claimed.count === 0 ? "busy" : handleClaimed(stripeEventId);
}

/**
 * Handles an event again, whatever became of it before. Repeating is safe, because an event only makes us look.
 * @throws AppError `not_found`
 */
export async function replayInboxEvent(replay: { actor: Actor; stripeEventId: string }): Promise<InboxOutcome> {
  const { actor, stripeEventId } = replay;
  await transaction(async (tx) => {
    const reset = await tx.webhookEvent.updateMany({
      where: { stripeEventId },
      data: {
        state: "received",
        // Claimed in the same breath: a sweep that came in between would leave whoever asked without an answer.
        leaseUntil: addMs(systemNow(), leaseMs),
        attempts: { increment: 1 },
        nextAttemptAt: systemNow(),
        handledAt: null,
        lastError: null,
      },
    });
    if (reset.count === 0) throw new AppError("not_found", "There is no such event in the inbox.");
    await recordAudit(tx, {
      actor,
      action: "inbox.event_replayed",
      subject: { kind: "webhook_event", id: stripeEventId },
    });
  });
  return handleClaimed(stripeEventId);
}

/** Brings the event's customer up to date. Effect and `handledAt` commit together. */
async function handleClaimed(stripeEventId: string): Promise<InboxOutcome> {
  const event = await db().webhookEvent.findUnique({ where: { stripeEventId } });
  if (!event || !isWaiting(event)) return "busy";
  try {
    const found = await findEventCustomer(event);
    if ("reason" in found) return await settleIgnored(event, found.reason);
    const stranger = await adoptStripeCustomer(found.stripeCustomerId);
    if (stranger) return await settleIgnored(event, stranger);
    return await handle(event, found.stripeCustomerId);
  } catch (error) {
    await noteFailure(event, error);
    return "failed";
  }
}

/** The read settles the event, as it does all others of the customer that have arrived by then: many events, one look. */
async function handle({ stripeEventId }: WebhookEvent, stripeCustomerId: string): Promise<InboxOutcome> {
  const outcome = await syncCustomer(stripeCustomerId, {
    actor: { kind: "stripe", eventId: stripeEventId },
    isStillWanted: async () => {
      const event = await db().webhookEvent.findUnique({ where: { stripeEventId } });
      return event !== null && isWaiting(event);
    },
  });
  return outcome === "skipped" ? "busy" : "handled";
}

async function settleIgnored({ stripeEventId }: WebhookEvent, reason: string): Promise<InboxOutcome> {
  const data = { state: "ignored" as const, handledAt: systemNow(), leaseUntil: null, lastError: reason };
  await db().webhookEvent.update({ where: { stripeEventId }, data });
  return "ignored";
}

async function noteFailure(event: WebhookEvent, error: unknown): Promise<void> {
  const { stripeEventId, type, attempts } = event;
  logger().warn({ err: error, event: stripeEventId, type }, "an event could not be handled; it will be tried again");
  await db().webhookEvent.updateMany({
    where: { stripeEventId, state: { in: [...waitingStates] } },
    data: {
      state: "failed",
      lastError: describeError(error).slice(0, 500),
      leaseUntil: null,
      nextAttemptAt: addMs(systemNow(), backoffMs(attempts)),
    },
  });
}

function isWaiting({ state }: WebhookEvent): boolean {
  return waitingStates.some((one) => one === state);
}

/** Waits 2 s after the first failure, then twice as long each time, an hour at most. It never gives up. */
function backoffMs(attempts: number): number {
  return Math.min(2 * secondMs * 2 ** Math.max(0, attempts - 1), hourMs);
}
