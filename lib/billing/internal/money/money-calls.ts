import Stripe from "stripe";
import type { MoneyCallKind } from "@/generated/prisma/enums";
import { decideRecovery } from "@/lib/billing/internal/money/decide-recovery";
import { moneyHandlers, type StripeAnswer } from "@/lib/billing/internal/money/money-handlers";
import { AppError, isAppError } from "@/lib/core/errors";
import { hourMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { db, type Row, type Tx, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { type Claim, claimedNow, exponentialBackoff, outbox, settled } from "@/lib/platform/outbox";
import { isMissingAtStripe, isUnknownOutcome, stripeUnavailable } from "@/lib/platform/stripe";

type MoneyCall = Row<"moneyCall">;

/** What a call came to: Stripe's answer, or null when it came to nothing or is being made by another process. */
export type MoneyOutcome = StripeAnswer | null;

/**
 * Calls whose answer is missing. A call that stays stuck is a dead letter once its retries have become hourly; they go on.
 * The first attempt is the caller's, and the one after it is due at once.
 */
export const moneyOutbox = outbox({
  name: "money",
  table: "money_call",
  key: { column: "id", type: "uuid" },
  waiting: ["pending", "unknown"],
  since: "createdAt",
  concurrency: 5,
  backoffMs: (attempts) => (attempts === 1 ? 0 : afterRecovery(attempts - 1)),
  deadAfter: 9,
  attempt: recoverClaimed,
  onFailure: (tx, { key: id }) => tx.moneyCall.update({ where: { id }, data: { state: "unknown" } }),
});
const afterRecovery = exponentialBackoff(30 * secondMs, hourMs);

/** Tries to settle every call whose answer is missing and whose next attempt is due; resolves to how many attempts that were. */
export const sweepMoney = moneyOutbox.sweep;

/**
 * Notes, in the transaction that decides on it, that a call is to be made. Nothing is sent yet; once the transaction has
 * committed, `performMoneyCall` sends it, and the janitor does if this process dies before.
 */
export async function openMoneyCall(
  tx: Tx,
  call: { id?: string; accountId: string; kind: MoneyCallKind; subject: string; amountMinor?: number },
): Promise<MoneyCall> {
  return tx.moneyCall.create({ data: { ...call, ...claimedNow(), attempts: 1 } });
}

/**
 * Sends a call that was just opened, under its row's id as idempotency key, and writes what it came to. A caller that
 * knows more than the rows do, e.g. the language of the page, sends the request itself.
 * @throws AppError `stripe_unavailable` when the answer never came (the janitor finds out), `conflict` when Stripe refused,
 * `lease_lost` when it took so long that another process has taken over
 */
export async function performMoneyCall(
  call: MoneyCall,
  send: () => Promise<StripeAnswer> = () => moneyHandlers[call.kind].send(call),
): Promise<StripeAnswer> {
  const answer = await moneyOutbox.hold(claimOf(call), () => settle(call, "first", send));
  if (!answer) throw new Error(`The handler of ${call.kind} gave no answer.`);
  return answer;
}

/**
 * Finds out what came of a call whose answer is missing, and finishes it. Resolves to null when another process is at it,
 * or when it was abandoned or never made. Safe to call at any time, from anywhere.
 */
export async function recoverMoneyCall(callId: string): Promise<MoneyOutcome> {
  const claim = await moneyOutbox.claim(callId);
  return claim && moneyOutbox.hold(claim, () => recoverClaimed(claim));
}

async function recoverClaimed({ key: id, attempts }: Claim): Promise<MoneyOutcome> {
  const call = await db().moneyCall.findFirst({ where: { id, attempts } });
  if (!call) return null;
  const recovery = decideRecovery({ ...call, isSuperseded: await isSuperseded(call) }, systemNow());
  try {
    if (recovery === "abandon") return await giveUp(call, "abandoned");
    const handler = moneyHandlers[call.kind];
    // What Stripe already holds needs no second request, whose parameters might differ by now.
    const found = await settle(call, "look_up", () => handler.lookUp(call, recovery));
    if (found) return found;
    return recovery === "repeat"
      ? await settle(call, "repeat", () => handler.send(call))
      : await giveUp(call, "never_made");
  } catch (error) {
    if (isAppError(error, "lease_lost")) return null;
    logger().warn({ err: error, moneyCall: id }, "what came of a call to Stripe is still unknown");
    throw error;
  }
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

/** Which request about a call this is. Only before the first it is certain that none was sent yet. */
type Step = "first" | "look_up" | "repeat";

/** Runs one request and writes what it came to; the effect on our rows commits with the row's own state. */
async function settle(
  call: MoneyCall,
  step: Step,
  request: () => Promise<StripeAnswer | null>,
): Promise<StripeAnswer | null> {
  let answer: StripeAnswer | null;
  try {
    answer = await request();
  } catch (error) {
    if (step === "repeat" && isLastWord(error)) return giveUp(call, "never_made");
    throw await failureOf(call, step, error);
  }
  if (!answer) return null;
  const { id: stripeObjectId } = answer;
  await transaction(async (tx) => {
    await settleRow(tx, call, { state: "succeeded", stripeObjectId, errorCode: null });
    await moneyHandlers[call.kind].save(tx, call, answer);
  });
  return answer;
}

/** What to throw for a request that failed, once the call is given up where that is certain; else the next attempt finds out. */
async function failureOf(call: MoneyCall, step: Step, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError || error instanceof Stripe.errors.StripeError)) return error;
  if (mayHaveHappened(error, step)) return stripeUnavailable(error);
  if (error instanceof AppError) {
    // One of ours, so it was thrown before anything was sent, or once a look had found nothing to look for.
    await giveUp(call, error.code);
    return error;
  }
  await giveUp(call, error.code ?? error.type);
  return new AppError("conflict", "The payment service did not accept this. Nothing was changed.", { cause: error });
}

/**
 * True when Stripe may have done what it was asked although we hold no answer. A first request proves more by failing
 * than a later one, which says nothing about those before it unless Stripe has looked at what was asked.
 */
function mayHaveHappened(error: AppError | Stripe.errors.StripeError, step: Step): boolean {
  // An AppError below 500 ends the look-up as a refusal by Stripe does: a retry would throw it again.
  if (step === "look_up") return error instanceof AppError ? error.status >= 500 : !isMissingAtStripe(error);
  if (error instanceof AppError) return false;
  if (isInFlight(error)) return true;
  if (step === "repeat") return !(error instanceof Stripe.errors.StripeInvalidRequestError);
  return (
    isUnknownOutcome(error) ||
    error instanceof Stripe.errors.StripeIdempotencyError ||
    error instanceof Stripe.errors.StripeRateLimitError
  );
}

/**
 * True when Stripe will answer a repeat so for as long as it knows the key, although the look before it found nothing:
 * an error of its own that it has stored, or a request that it takes for another one.
 */
function isLastWord(error: unknown): boolean {
  if (isInFlight(error)) return false;
  if (error instanceof Stripe.errors.StripeIdempotencyError) return true;
  return error instanceof Stripe.errors.StripeAPIError && error.headers?.["idempotent-replayed"] === "true";
}

/** True when another request under the same key is being worked on this moment. */
function isInFlight(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.statusCode === 409;
}

async function giveUp(call: MoneyCall, errorCode: string): Promise<null> {
  await transaction(async (tx) => {
    await settleRow(tx, call, { state: "refused", errorCode });
    await moneyHandlers[call.kind].forget(tx, call);
  });
  return null;
}

/**
 * Ends a call, and with it the transaction if another process has taken the call over since: a sender that was slower than
 * its minute must not write over what the other one finds or is doing.
 * @throws AppError `lease_lost`
 */
async function settleRow(
  tx: Tx,
  { id, attempts }: MoneyCall,
  end: Pick<Partial<MoneyCall>, "state" | "stripeObjectId" | "errorCode">,
): Promise<void> {
  const data = { ...settled, ...end, settledAt: systemNow() };
  const { count } = await tx.moneyCall.updateMany({ where: { id, attempts }, data });
  if (count === 0) throw new AppError("lease_lost", "Another process has taken over this call to Stripe since.");
}

function claimOf({ id, attempts }: MoneyCall): Claim {
  return { key: id, attempts };
}
