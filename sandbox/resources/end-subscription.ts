import { cancelSubscription } from "../billing/cancel-subscription";
import { creditUnusedTime } from "../billing/change-subscription";
import { draftInvoice, pendingItems } from "../billing/create-invoice";
import { currentPeriodEnd } from "../billing/renew-subscription";
import type { Tx } from "../core/tx";
import type { Subscription } from "../core/wire";
import { invalidRequest, parameterInvalid } from "../http/errors";
import { notYet, object, oneOf, text, unsettable } from "../http/params";
import { collectChange } from "./collect-change";

export const cancellationReasons = [
  "customer_service",
  "low_quality",
  "missing_features",
  "other",
  "switched_service",
  "too_complex",
  "too_expensive",
  "unused",
] as const;

export const cancellationDetails = object({
  comment: unsettable(text()),
  feedback: unsettable(oneOf(...cancellationReasons)),
  feedback_option: notYet,
});

type EndingInput = {
  cancel_at?: number | "min_period_end" | "max_period_end" | null;
  cancel_at_period_end?: boolean;
};

/**
 * What a request to end later, or to go on after all, changes. Going on clears every trace of the request; ending at
 * the period's end is the same as `cancel_at` on that date, with the flag to say so.
 */
export function decideEnding(tx: Tx, subscription: Subscription, input: EndingInput): Partial<Subscription> {
  if (input.cancel_at_period_end !== undefined && input.cancel_at !== undefined && input.cancel_at !== null) {
    throw invalidRequest("`cancel_at` and `cancel_at_period_end` cannot both be set.", { param: "cancel_at" });
  }
  const details = subscription.cancellation_details;
  const periodEnd = currentPeriodEnd(subscription);
  const ends = (at: number, atPeriodEnd: boolean) => ({
    cancel_at: at,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: subscription.canceled_at ?? tx.now,
    cancellation_details: {
      comment: details?.comment ?? null,
      feedback: details?.feedback ?? null,
      feedback_option: null,
      reason: "cancellation_requested" as const,
    },
  });
  if (input.cancel_at_period_end) return ends(periodEnd, true);
  if (typeof input.cancel_at === "string") return ends(periodEnd, false);
  if (typeof input.cancel_at === "number") {
    if (input.cancel_at <= tx.now) throw parameterInvalid("cancel_at", "`cancel_at` must be in the future.");
    return ends(input.cancel_at, false);
  }
  const goesOn = input.cancel_at_period_end === false ? subscription.cancel_at_period_end : input.cancel_at === null;
  if (!goesOn) return {};
  return {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  };
}

/** Ends a subscription now. What was not used may be credited, and what waits may be billed with it. */
export function endSubscription(
  tx: Tx,
  subscription: Subscription,
  { prorates, invoices }: { prorates: boolean; invoices: boolean },
): Subscription {
  const isPaidFor = subscription.status === "active" || subscription.status === "past_due";
  if (prorates && isPaidFor) creditUnusedTime(tx, subscription);
  const canceled = cancelSubscription(tx, subscription, "cancellation_requested");
  if (!invoices) return canceled;
  const pending = pendingItems(tx, canceled.customer, canceled.currency, canceled.id);
  if (pending.length === 0) return canceled;
  const draft = draftInvoice(tx, {
    customer: tx.get("customer", canceled.customer),
    currency: canceled.currency,
    reason: "subscription_update",
    subscription: canceled,
    pending,
    period: { start: canceled.start_date, end: tx.now },
    autoAdvance: true,
  });
  collectChange(tx, draft, undefined);
  return canceled;
}
