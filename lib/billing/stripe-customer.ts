import { openMoneyCall, performMoneyCall, recoverMoneyCall } from "@/lib/billing/internal/money/money-calls";
import { findPayer } from "@/lib/billing/internal/money/payer";
import { AppError } from "@/lib/core/errors";
import { type Pause, retry } from "@/lib/core/retry";
import { db, type Row, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { stripe } from "@/lib/platform/stripe";

type MoneyCall = Row<"moneyCall">;

/** The account's customer at Stripe; null when it never had to do with money. */
export async function findStripeCustomer(accountId: string): Promise<string | null> {
  const customer = await db().billingCustomer.findUnique({ where: { accountId }, select: { stripeCustomerId: true } });
  return customer?.stripeCustomerId ?? null;
}

/**
 * The account's customer at Stripe, made on first use. Callers at the same time make one: a row decides who asks Stripe;
 * the others wait for it or, if it died, finish its work.
 * @throws AppError `stripe_unavailable`; `checkout_in_progress` when another caller takes longer than we wait
 */
export async function ensureStripeCustomer(accountId: string, pause?: Pause): Promise<string> {
  const existing = await findStripeCustomer(accountId);
  if (existing) return existing;
  const made = await retry(async () => {
    const step = await decideStep(accountId);
    if (step.kind === "make") await performMoneyCall(step.call);
    if (step.kind === "wait") await recoverMoneyCall(step.callId);
    const customer = await findStripeCustomer(accountId);
    if (customer && step.kind === "make") await addAddress(accountId, customer);
    return customer;
  }, pause);
  if (made) return made;
  throw new AppError("checkout_in_progress", "Your account is still being prepared. Try again in a moment.", {
    retryAfterSeconds: 5,
  });
}

type Step = { kind: "known" } | { kind: "make"; call: MoneyCall } | { kind: "wait"; callId: string };

async function decideStep(accountId: string): Promise<Step> {
  return transaction(async (tx) => {
    const row = await tx.billingCustomer.upsert({ where: { accountId }, create: { accountId }, update: { accountId } });
    if (row.stripeCustomerId) return { kind: "known" };
    const unsettled = await tx.moneyCall.findFirst({
      where: { accountId, kind: "create_customer", state: { in: ["pending", "unknown"] } },
    });
    if (unsettled) return { kind: "wait", callId: unsettled.id };
    return { kind: "make", call: await openMoneyCall(tx, { accountId, kind: "create_customer", subject: accountId }) };
  });
}

/**
 * Tells Stripe the owner's mail address, for receipts and so that the checkout page need not ask. Not part of making the
 * customer: it may change, and a request that is repeated under its key must not.
 */
async function addAddress(accountId: string, stripeCustomerId: string): Promise<void> {
  const payer = await findPayer(accountId);
  if (!payer) return;
  const { email, name } = payer;
  try {
    await stripe().customers.update(stripeCustomerId, { email, ...(name && { name }) });
  } catch (error) {
    logger().warn({ err: error, stripeCustomerId }, "a customer at Stripe has no mail address yet");
  }
}
