import Stripe from "stripe";
import type { MoneyCall } from "@/generated/prisma/client";
import type { MoneyCallKind } from "@/generated/prisma/enums";
import { decideRecovery } from "@/lib/billing/decide-recovery";
import { moneyHandlers, type StripeAnswer } from "@/lib/billing/money-handlers";
import { AppError } from "@/lib/core/errors";
import { addMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { isUnknownOutcome, stripeUnavailable } from "@/lib/platform/stripe";

const leaseMs = 60 * secondMs;
const batchSize = 20;

/** What a call came to: Stripe's answer, or null when it was abandoned or is being made by somebody else. */
export type MoneyOutcome = StripeAnswer | null;

/**
 * Notes, in the transaction that decides on it, that a call is to be made. Nothing is sent yet; once the transaction has
 * committed, `performMoneyCall` sends it, and the janitor does if this process dies before.
 */
export async function openMoneyCall(
  tx: Tx,
  call: { accountId: string; kind: MoneyCallKind; subject: string },
): Promise<MoneyCall> {
  return tx.moneyCall.create({ data: { ...call, attempts: 1, leaseUntil: addMs(systemNow(), leaseMs) } });
}

/**
 * Sends a call that was just opened, under its row's id as idempotency key, and writes what it came to. A caller that
 * knows more than the rows do, e.g. the language of the page, sends the request itself.
 * @throws AppError `stripe_unavailable` when the answer never came (the janitor finds out), `conflict` when Stripe refused
 */
export async function performMoneyCall(
  call: MoneyCall,
  send: () => Promise<StripeAnswer> = () => moneyHandlers[call.kind].send(call),
): Promise<StripeAnswer> {
  return settle(call, send);
}

/**
 * Finds out what came of a call whose answer is missing, and finishes it. Resolves to null when somebody else is at it,
 * or when it was abandoned. Safe to call at any time, from anywhere.
 */
export async function recoverMoneyCall(callId: string): Promise<MoneyOutcome> {
  const call = await claim(callId);
  if (!call) return null;
  const recovery = decideRecovery({ ...call, isSuperseded: await isSuperseded(call) }, systemNow());
  const handler = moneyHandlers[call.kind];
  if (recovery === "abandon") return giveUp(call, "abandoned");
  // What Stripe already holds needs no second request, whose parameters might differ by now.
  const found = await settleUnlessUnknown(call, () => handler.lookUp(call, recovery));
  if (found) return found;
  return recovery === "repeat" ? settle(call, () => handler.send(call)) : giveUp(call, "never_made");
}

/** Settles every call whose answer is missing, and returns how many there were. */
export async function sweepMoney(): Promise<number> {
  const waiting = await db().moneyCall.findMany({
    where: { state: { in: ["pending", "unknown"] }, OR: [{ leaseUntil: null }, { leaseUntil: { lt: systemNow() } }] },
    orderBy: { createdAt: "asc" },
    take: batchSize,
    select: { id: true },
  });
  for (const { id } of waiting) {
    await recoverMoneyCall(id).catch((error: unknown) =>
      logger().warn({ err: error, moneyCall: id }, "what came of a call to Stripe is still unknown"),
    );
  }
  return waiting.length;
}

/** Takes the row for a minute; null when it is settled or somebody else has it. */
async function claim(id: string): Promise<MoneyCall | null> {
  const [call] = await db().moneyCall.updateManyAndReturn({
    where: {
      id,
      state: { in: ["pending", "unknown"] },
      OR: [{ leaseUntil: null }, { leaseUntil: { lt: systemNow() } }],
    },
    data: { leaseUntil: addMs(systemNow(), leaseMs), attempts: { increment: 1 } },
  });
  return call ?? null;
}

/** True when somebody has since asked for something else about the same subject, which a repeat would undo. */
async function isSuperseded(call: MoneyCall): Promise<boolean> {
  const later = await db().moneyCall.findFirst({
    where: {
      subject: call.subject,
      accountId: call.accountId,
      createdAt: { gt: call.createdAt },
      id: { not: call.id },
    },
    select: { id: true },
  });
  return later !== null;
}

async function settle(call: MoneyCall, send: () => Promise<StripeAnswer>): Promise<StripeAnswer> {
  const answer = await settleUnlessUnknown(call, send);
  if (!answer) throw new Error(`The handler of ${call.kind} gave no answer.`);
  return answer;
}

/** Runs one request and writes what it came to; the effect on our rows commits with the row's own state. */
async function settleUnlessUnknown(
  call: MoneyCall,
  request: () => Promise<StripeAnswer | null>,
): Promise<StripeAnswer | null> {
  let answer: StripeAnswer | null;
  try {
    answer = await request();
  } catch (error) {
    throw await noteFailure(call, error);
  }
  if (!answer) return null;
  const { id: stripeObjectId } = answer;
  await transaction(async (tx) => {
    await moneyHandlers[call.kind].save(tx, call, answer);
    await tx.moneyCall.update({
      where: { id: call.id },
      data: { state: "succeeded", stripeObjectId, errorCode: null, leaseUntil: null, settledAt: systemNow() },
    });
  });
  return answer;
}

/** Writes down how a request failed, and returns what to throw. */
async function noteFailure(call: MoneyCall, error: unknown): Promise<unknown> {
  if (mayHaveHappened(error)) {
    await db().moneyCall.update({ where: { id: call.id }, data: { state: "unknown", leaseUntil: null } });
    return stripeUnavailable(error);
  }
  if (error instanceof AppError) {
    // One of ours, so it was thrown before anything was sent.
    await giveUp(call, error.code);
    return error;
  }
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  await giveUp(call, error.code ?? error.type);
  return new AppError("conflict", "The payment service did not accept this. Nothing was changed.", { cause: error });
}

/**
 * True when Stripe may have done what it was asked although we hold no answer. A key that was used with other
 * parameters, or is in use this moment, proves that an earlier request arrived; one that came too often may follow later.
 */
function mayHaveHappened(error: unknown): boolean {
  return (
    isUnknownOutcome(error) ||
    error instanceof Stripe.errors.StripeIdempotencyError ||
    error instanceof Stripe.errors.StripeRateLimitError
  );
}

async function giveUp(call: MoneyCall, errorCode: string): Promise<null> {
  await transaction(async (tx) => {
    await moneyHandlers[call.kind].forget(tx, call);
    await tx.moneyCall.update({
      where: { id: call.id },
      data: { state: "refused", errorCode, leaseUntil: null, settledAt: systemNow() },
    });
  });
  return null;
}
