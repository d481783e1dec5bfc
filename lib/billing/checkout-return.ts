import { settledStatuses } from "@/lib/billing/subscription-status";
import { syncAccount } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { addMs, hourMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { recordRefusal } from "@/lib/platform/refusals";

/** `processing` means paid, and not yet confirmed by Stripe to us; the page looks again. */
export type CheckoutReturn = { state: "active" | "processing" | "open" | "expired" };

/**
 * Where a checkout stands when the customer comes back from the hosted page. The address is only a hint: access comes
 * from what Stripe says when asked, never from having been sent here.
 * @throws AppError `not_found` for a session of somebody else, which staff can see
 */
export async function completeCheckoutReturn(visit: {
  actor: Actor;
  accountId: string;
  sessionId: string;
}): Promise<CheckoutReturn> {
  const { actor, accountId, sessionId } = visit;
  const checkout = await findCheckout(accountId, sessionId);
  if (!checkout) {
    recordRefusal({
      kind: "not_found",
      where: "/account/checkout/return",
      detail: "The checkout session does not belong to this account.",
      accountId,
      source: accountId,
    });
    throw new AppError("not_found", "There is no such checkout.");
  }
  if (!(await isSynced(accountId, actor))) return { state: "processing" };
  const [settled, active] = await Promise.all([
    findCheckout(accountId, sessionId),
    db().subscription.findFirst({ where: { accountId, status: { in: [...settledStatuses] } }, select: { id: true } }),
  ]);
  switch (settled?.state) {
    case "complete":
      return { state: active ? "active" : "processing" };
    case "open":
      return { state: "open" };
    default:
      return { state: "expired" };
  }
}

/** How long the page after a checkout may still sign an extension in. */
const settledAMomentAgoMs = hourMs;

/**
 * Our id of a checkout of this account that was paid within the hour.
 * @throws AppError `not_found` for one of another customer, `conflict` for one that is not paid, or was long ago
 */
export async function requirePaidCheckout(accountId: string, stripeSessionId: string): Promise<string> {
  const checkout = await findCheckout(accountId, stripeSessionId);
  if (!checkout) throw new AppError("not_found", "There is no such checkout.");
  const { id, state, settledAt } = checkout;
  const isFresh = settledAt !== null && settledAt > addMs(clock.now(), -settledAMomentAgoMs);
  if (state !== "complete" || !isFresh) throw new AppError("conflict", "This checkout was not paid a moment ago.");
  return id;
}

function findCheckout(accountId: string, stripeSessionId: string) {
  return db().checkoutSession.findFirst({
    where: { accountId, stripeSessionId },
    select: { id: true, state: true, settledAt: true },
  });
}

/** False when Stripe or the lease could not be had just now; the webhook brings the news as well. */
async function isSynced(accountId: string, actor: Actor): Promise<boolean> {
  try {
    await syncAccount(accountId, { actor });
    return true;
  } catch (error) {
    if (
      isAppError(error, "unavailable") ||
      isAppError(error, "lease_lost") ||
      isAppError(error, "stripe_unavailable")
    ) {
      return false;
    }
    throw error;
  }
}
