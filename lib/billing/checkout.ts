import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import { type CheckoutPresentation, createCheckoutAtStripe } from "@/lib/billing/internal/checkout/checkout-at-stripe";
import { openMoneyCall, performMoneyCall, recoverMoneyCall } from "@/lib/billing/internal/money/money-calls";
import { checkoutAnswer } from "@/lib/billing/internal/money/money-handlers";
import { ensureStripeCustomer } from "@/lib/billing/stripe-customer";
import { isLive } from "@/lib/billing/subscription-status";
import { syncCustomer } from "@/lib/billing/sync-customer";
import { plans } from "@/lib/catalog/plans";
import { findPrice, type Price } from "@/lib/catalog/prices";
import type { Actor } from "@/lib/core/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { type Pause, retry } from "@/lib/core/retry";
import { clock } from "@/lib/platform/clock";
import { type Row, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

type CheckoutSession = Row<"checkoutSession">;
type MoneyCall = Row<"moneyCall">;

export type CheckoutRequest = CheckoutPresentation & {
  actor: Actor;
  accountId: string;
  priceKey: string;
  /** Seats; the plan's smallest number without it. */
  quantity?: number;
  pause?: Pause;
};

/**
 * The address of the hosted page on which this account buys this price. An account has one open page at a time: a second
 * tab, a double click or another process gets the same address, and a page for another price, or for what this one cost
 * before, is closed at Stripe first.
 * @throws AppError `forbidden` for a member of a team, `unknown_price`, `invalid_request` (quantity),
 * `already_subscribed`, `stripe_unavailable`, `checkout_in_progress` when another caller takes longer than we wait
 */
export async function startCheckout(request: CheckoutRequest): Promise<{ url: string }> {
  await requireOwner(request.actor, request.accountId);
  const price = findPrice(request.priceKey);
  if (!price) throw new AppError("unknown_price", "This price is not on sale.", { field: "price" });
  const quantity = requireSeats(price, request.quantity);
  const stripeCustomerId = await ensureCurrentCustomer(request);

  const url = await retry(async () => {
    const step = await decideStep(request, price, quantity);
    switch (step.kind) {
      case "reuse":
        return step.url;
      case "create":
        return (
          await performMoneyCall(step.call, async () =>
            checkoutAnswer(await createCheckoutAtStripe(step.call, request)),
          )
        ).url;
      case "expire":
        await performMoneyCall(step.call);
        // The page may have been paid before it could be closed: only Stripe knows which of the two came first.
        await syncCustomer(stripeCustomerId, { actor: request.actor, pause: request.pause });
        return null;
      case "wait":
        await finishFor(step.callId);
        return null;
    }
  }, request.pause);
  if (url) return { url };
  throw new AppError("checkout_in_progress", "Another window is opening the checkout. Try again in a moment.", {
    retryAfterSeconds: 5,
  });
}

/** A customer whom Stripe still knows. Whatever was bought a moment ago in another tab, or by staff, is known from here on. */
async function ensureCurrentCustomer({ accountId, actor, pause }: CheckoutRequest): Promise<string> {
  await syncCustomer(await ensureStripeCustomer(accountId, pause), { actor, pause });
  // The look may have shown that the customer was deleted at Stripe; then there is a new one from here on.
  return ensureStripeCustomer(accountId, pause);
}

type Step =
  | { kind: "reuse"; url: string }
  | { kind: "create"; call: MoneyCall }
  | { kind: "expire"; call: MoneyCall }
  | { kind: "wait"; callId: string };

/** What this caller must do next, decided while no other decides for the same account. */
async function decideStep(request: CheckoutRequest, price: Price, quantity: number): Promise<Step> {
  const { accountId, actor } = request;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from billing_customer where "accountId" = ${accountId}::uuid for update`;
    await requireNoSubscription(tx, accountId);
    const unsettled = await tx.moneyCall.findFirst({
      where: {
        accountId,
        kind: { in: ["create_checkout_session", "expire_checkout_session"] },
        state: { in: ["pending", "unknown"] },
      },
    });
    if (unsettled) return { kind: "wait", callId: unsettled.id };
    const open = await tx.checkoutSession.findFirst({ where: { accountId, state: { in: ["creating", "open"] } } });
    if (open) return stepForOpen(tx, open, price, quantity);
    const checkout = await tx.checkoutSession.create({
      data: {
        accountId,
        priceKey: price.key,
        quantity,
        amountMinor: price.amountMinor,
        taxBehavior: price.taxBehavior,
      },
    });
    await recordAudit(tx, {
      actor,
      action: "checkout.started",
      subject: { kind: "checkout_session", id: checkout.id },
      accountId,
      detail: { price: price.key, quantity },
    });
    const subject = checkout.id;
    return { kind: "create", call: await openMoneyCall(tx, { accountId, kind: "create_checkout_session", subject }) };
  });
}

async function stepForOpen(tx: Tx, open: CheckoutSession, price: Price, quantity: number): Promise<Step> {
  // A key outlives what stands under it: a page that was made for another amount would still take that one.
  const isSamePrice =
    open.priceKey === price.key && open.amountMinor === price.amountMinor && open.taxBehavior === price.taxBehavior;
  const isSame = isSamePrice && open.quantity === quantity;
  const isUsable = open.url !== null && open.expiresAt !== null && open.expiresAt > clock.now();
  if (isSame && isUsable && open.url) return { kind: "reuse", url: open.url };
  const { accountId, stripeSessionId: subject } = open;
  if (!subject) throw new Error("A checkout is being created, but no call to Stripe says so.");
  return { kind: "expire", call: await openMoneyCall(tx, { accountId, kind: "expire_checkout_session", subject }) };
}

async function requireNoSubscription(tx: Tx, accountId: string): Promise<void> {
  const subscriptions = await tx.subscription.findMany({ where: { accountId }, select: { status: true } });
  if (!subscriptions.some(({ status }) => isLive(status))) return;
  throw new AppError("already_subscribed", "This account already has a subscription; change it on its own page.", {
    helpUrl: `${env().GATEHOUSE_URL}/account`,
  });
}

/** Finishes a call that its own caller may have died over. That it came to nothing is no reason to stop here. */
async function finishFor(callId: string): Promise<void> {
  try {
    await recoverMoneyCall(callId);
  } catch (error) {
    if (!isAppError(error, "conflict")) throw error;
  }
}

/** The number of seats to buy. @throws AppError `invalid_request` outside what the plan allows */
function requireSeats(price: Price, quantity: number | undefined): number {
  const { min, max } = plans[price.plan].seats;
  const seats = quantity ?? min;
  if (Number.isInteger(seats) && seats >= min && seats <= max) return seats;
  const message = min === max ? `This plan is for ${min} person.` : `Choose from ${min} to ${max} seats.`;
  throw new AppError("invalid_request", message, { field: "quantity" });
}
