import { systemNow } from "@/lib/platform/clock";
import { db, type Tx } from "@/lib/platform/db";
import { settled } from "@/lib/platform/outbox";

/** States of an event that something is still to be done about. */
export const waitingStates = ["received", "failed"] as const;

/** The customer's events that wait. A read of the customer that begins after this answers them all. */
export async function findWaitingEvents(stripeCustomerId: string): Promise<string[]> {
  const events = await db().webhookEvent.findMany({
    where: { stripeCustomerId, state: { in: [...waitingStates] } },
    select: { stripeEventId: true },
  });
  return events.map(({ stripeEventId }) => stripeEventId);
}

/** Marks events as handled, in the transaction that writes what the read found. */
export async function settleEvents(tx: Tx, stripeEventIds: string[]): Promise<void> {
  if (stripeEventIds.length === 0) return;
  await tx.webhookEvent.updateMany({
    where: { stripeEventId: { in: stripeEventIds } },
    data: { ...settled, state: "handled", handledAt: systemNow() },
  });
}
