import { requireOutsider } from "@/lib/accounts/require-outsider";
import { recordAudit } from "@/lib/audit/record";
import { decideRefund, type RefundRefusal } from "@/lib/billing/decide-refund";
import { openMoneyCall, performMoneyCall, recoverMoneyCall } from "@/lib/billing/internal/money/money-calls";
import type { ChargeFacts } from "@/lib/billing/internal/sync/decide-billing-change";
import { readChargeFromStripe } from "@/lib/billing/internal/sync/read-customer-from-stripe";
import { sumReservedRefunds } from "@/lib/billing/reserved-refunds";
import { syncAccount, syncAfterChange } from "@/lib/billing/sync-customer";
import type { Actor } from "@/lib/core/actor";
import { AppError, type ErrorCode, isAppError } from "@/lib/core/errors";
import { systemNow } from "@/lib/platform/clock";
import { db, type Row, type Tx, transaction } from "@/lib/platform/db";

type MoneyCall = Row<"moneyCall">;

export type Refund = {
  actor: Actor;
  accountId: string;
  stripeChargeId: string;
  amountMinor: number;
  /** In which the amount was shown and typed: it must be the charge's. */
  currency: string;
  /** How much the page that was shown took for given back or asked for already. */
  shownMinor: number;
  /** Why, for the audit log; Stripe is not told. */
  reason: string;
  /** A uuid that stays the same however often this one wish is sent: it becomes the call's id and Stripe's idempotency key. */
  attempt: string;
};

/**
 * Gives a charge back, whole or in part, once for each `attempt`, and never more than was paid and not given back yet.
 * Resolves once Stripe has accepted it, also where our copy can't be brought up to date after it. While it is unknown what
 * became of a refund, another one of the same amount is taken for the same, and one of another amount is not made. Nor is
 * one from a page that did not show what was given back before. What the account may use does not change by it.
 * @throws AppError `forbidden` for staff who belong to the account, `not_found` for a charge that is not this account's, `limit_reached` for more than is left, `conflict` where
 * more was given back than the page showed, nothing was paid, it is disputed or Stripe refuses, `invalid_request` for an amount in another currency, `idempotency_key_reused` for an attempt that meant something else,
 * `idempotency_in_flight` while it or another refund of the charge is being made, `stripe_unavailable`
 */
export async function refundCharge(refund: Refund): Promise<void> {
  await requireOutsider(refund.actor, refund.accountId);
  const known = (await findAttempt(refund)) ?? (await findUnsettled(refund));
  if (known) return await finishKnown(known, refund);
  await requireHeld(refund);
  const asOf = systemNow();
  const observed = await readChargeFromStripe(refund.stripeChargeId);
  requireCurrency(refund, observed);
  const opened = await openAsShown(refund, observed, asOf);
  if (!opened.isNew) return await finishKnown(opened.call, refund);
  await performMoneyCall(opened.call);
  await syncAfterChange(refund.accountId, refund.actor);
}

/** After a conflict the customer is synced, so that the page shows what it had missed. */
async function openAsShown(refund: Refund, observed: ChargeFacts, asOf: Date): Promise<Opened> {
  try {
    return await transaction((tx) => openRefund(tx, refund, observed, asOf));
  } catch (error) {
    if (isAppError(error, "conflict")) await syncAfterChange(refund.accountId, refund.actor);
    throw error;
  }
}

function findAttempt({ attempt }: Refund): Promise<MoneyCall | null> {
  return db().moneyCall.findUnique({ where: { id: attempt } });
}

/** The same refund with an outcome that is still unknown: a retry after an error means that one. */
function findUnsettled({ accountId, stripeChargeId: subject, amountMinor }: Refund): Promise<MoneyCall | null> {
  return db().moneyCall.findFirst({
    where: { kind: "refund_charge", accountId, subject, amountMinor, state: "unknown" },
  });
}

/** An amount that was typed in another currency is another amount, e.g. a hundredth of it in one without cents. */
function requireCurrency(refund: Refund, observed: ChargeFacts): void {
  if (observed.currency === refund.currency) return;
  throw new AppError("invalid_request", "This payment is in another currency.", { field: "amount" });
}

const refusals: Record<RefundRefusal, { code: ErrorCode; message: string; field?: "amount" }> = {
  unsettled: {
    code: "idempotency_in_flight",
    message: "Another refund of this payment is being made. Look again in a moment.",
  },
  changed: { code: "conflict", message: "Something was given back of this payment since the page was shown." },
  not_paid: { code: "conflict", message: "This payment did not succeed, so there is nothing to give back." },
  disputed: {
    code: "conflict",
    message: "This payment has been disputed at its payer's bank. Refund it at Stripe, if it was won.",
  },
  too_much: { code: "limit_reached", message: "That is more than is left of this payment.", field: "amount" },
};

/** A payment is the account's where our copy says so; one that is newer than our copy is looked for at Stripe. */
async function requireHeld({ actor, accountId, stripeChargeId }: Refund): Promise<void> {
  const isHeld = async () => (await db().charge.count({ where: { stripeChargeId, accountId } })) > 0;
  if (await isHeld()) return;
  await syncAccount(accountId, { actor });
  if (!(await isHeld())) throw new AppError("not_found", "This account has no such payment.");
}

type Opened = { call: MoneyCall; isNew: boolean };

/**
 * Decides by what Stripe said of the charge at `asOf`, and by what was asked for since. Holds the charge's row, so that of
 * several refunds at once each sees what the others have asked for.
 */
async function openRefund(tx: Tx, refund: Refund, observed: ChargeFacts, asOf: Date): Promise<Opened> {
  const { actor, accountId, stripeChargeId, amountMinor, reason, attempt } = refund;
  await tx.$queryRaw`select 1 from charge where "stripeChargeId" = ${stripeChargeId} for update`;
  const known = await tx.moneyCall.findUnique({ where: { id: attempt } });
  if (known) return { call: known, isNew: false };
  const reserved = await sumReservedRefunds(tx, stripeChargeId, asOf);
  const refusal = decideRefund({ ...observed, ...reserved }, refund);
  if (refusal)
    throw new AppError(refusals[refusal].code, refusals[refusal].message, { field: refusals[refusal].field });
  await recordAudit(tx, {
    actor,
    action: "charge.refund_requested",
    subject: { kind: "charge", id: stripeChargeId },
    accountId,
    detail: { reason, amountMinor, currency: observed.currency, moneyCall: attempt },
  });
  const call = { id: attempt, accountId, kind: "refund_charge", subject: stripeChargeId, amountMinor } as const;
  return { call: await openMoneyCall(tx, call), isNew: true };
}

/** The same wish again: it is brought to its end if it has none, and never sent under another key. */
async function finishKnown(call: MoneyCall, refund: Refund): Promise<void> {
  const { accountId, stripeChargeId, amountMinor } = refund;
  const isSame =
    call.kind === "refund_charge" &&
    call.accountId === accountId &&
    call.subject === stripeChargeId &&
    call.amountMinor === amountMinor;
  if (!isSame) throw new AppError("idempotency_key_reused", "This attempt was used for another refund.");
  if (call.state === "pending" || call.state === "unknown") {
    await recoverMoneyCall(call.id);
    await syncAfterChange(accountId, refund.actor);
  }
  const { state } = await db().moneyCall.findUniqueOrThrow({ where: { id: call.id }, select: { state: true } });
  if (state === "refused") throw new AppError("conflict", "The payment service did not accept this refund.");
  if (state !== "succeeded") throw new AppError("idempotency_in_flight", "This refund is being made.");
}
