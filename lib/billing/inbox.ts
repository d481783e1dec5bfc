import type { WebhookEvent } from "@/generated/prisma/client";
import { recordAudit } from "@/lib/audit/record";
import { findEventCustomer } from "@/lib/billing/internal/inbox/find-event-customer";
import { waitingStates } from "@/lib/billing/internal/inbox/waiting-events";
import { adoptStripeCustomer } from "@/lib/billing/internal/sync/adopt-stripe-customer";
import { syncCustomer } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { hourMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { type Claim, claimedNow, exponentialBackoff, outbox, settled } from "@/lib/platform/outbox";

/** `busy`: another process is at it, or it was settled already. */
export type InboxOutcome = "handled" | "ignored" | "failed" | "busy";

/**
 * Events of Stripe that wait to be handled. One customer's are attempted one after another: the first settles the rest, and
 * none waits for another's lease. Five customers are read at once: Stripe limits us, and so does the number of our connections.
 * An event that keeps failing is a dead letter once its retries have become hourly; they go on.
 */
export const inboxOutbox = outbox({
  name: "inbox",
  table: "webhook_event",
  key: { column: "stripeEventId", type: "text" },
  waiting: waitingStates,
  since: "receivedAt",
  oneAtATimePer: "stripeCustomerId",
  concurrency: 5,
  backoffMs: exponentialBackoff(2 * secondMs, hourMs),
  deadAfter: 12,
  attempt: ({ key }) => handleClaimed(key),
  onFailure: (tx, { key: stripeEventId }) =>
    tx.webhookEvent.update({ where: { stripeEventId }, data: { state: "failed" } }),
});

/** Tries every event that is due, and resolves to how many attempts that were. Safe to run in several processes at once. */
export const sweepInbox = inboxOutbox.sweep;

/** Tries one event now, due or not. */
export async function handleInboxEvent(stripeEventId: string): Promise<InboxOutcome> {
  const claim = await inboxOutbox.claim(stripeEventId);
  return claim ? attempt(claim) : "busy";
}

async function attempt(claim: Claim): Promise<InboxOutcome> {
  return inboxOutbox.hold(claim, () => handleClaimed(claim.key)).catch(() => "failed");
}

/**
 * Handles an event again, whatever became of it before. Repeating is safe, because an event only makes us look.
 * @throws AppError `not_found`
 */
export async function replayInboxEvent(replay: { actor: Actor; stripeEventId: string }): Promise<InboxOutcome> {
  const { actor, stripeEventId } = replay;
  const claim = await transaction(async (tx) => {
    // Claimed in the same breath: a sweep that came in between would leave whoever asked without an answer.
    const claimed = { ...claimedNow(), attempts: { increment: 1 }, nextAttemptAt: systemNow() };
    const [reset] = await tx.webhookEvent.updateManyAndReturn({
      where: { stripeEventId },
      data: { ...settled, state: "received", handledAt: null, ...claimed },
      select: { attempts: true },
    });
    if (!reset) throw new AppError("not_found", "There is no such event in the inbox.");
    await recordAudit(tx, {
      actor,
      action: "inbox.event_replayed",
      subject: { kind: "webhook_event", id: stripeEventId },
    });
    return { key: stripeEventId, attempts: reset.attempts };
  });
  return attempt(claim);
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
  } catch (err) {
    const { type } = event;
    logger().warn({ err, event: stripeEventId, type }, "an event could not be handled; it will be tried again");
    throw err;
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
  const data = { ...settled, state: "ignored" as const, handledAt: systemNow(), lastError: reason };
  await db().webhookEvent.update({ where: { stripeEventId }, data });
  return "ignored";
}

function isWaiting({ state }: WebhookEvent): boolean {
  return waitingStates.some((one) => one === state);
}
