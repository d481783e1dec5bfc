import Stripe from "stripe";
import type { CheckoutState, MoneyCallKind } from "@/generated/prisma/enums";
import { createCheckoutAtStripe, findCheckoutAtStripe } from "@/lib/billing/internal/checkout/checkout-at-stripe";
import type { Recovery } from "@/lib/billing/internal/money/decide-recovery";
import { findPayer } from "@/lib/billing/internal/money/payer";
import { stripeMetadata } from "@/lib/catalog/stripe-names";
import { AppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { fromUnixSeconds } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db, type Row, type Tx } from "@/lib/platform/db";
import { stripe } from "@/lib/platform/stripe";

type MoneyCall = Row<"moneyCall">;

/** What we keep of Stripe's answer to a call. */
export type StripeAnswer = { id: string; url: string | null; status: string | null; expiresAt: Date | null };

export type MoneyHandler = {
  /** Makes the request under the row's id, from what our rows and Stripe say, so that it can be repeated. */
  send: (call: MoneyCall) => Promise<StripeAnswer>;
  /** Finds what an earlier request has made; null when there is nothing to find, or it is quicker to repeat. */
  lookUp: (call: MoneyCall, recovery: Recovery) => Promise<StripeAnswer | null>;
  /** Writes the effect on our own rows, in the transaction that settles the call. */
  save: (tx: Tx, call: MoneyCall, answer: StripeAnswer) => Promise<unknown>;
  /** Takes back what was prepared for a call that came to nothing. */
  forget: (tx: Tx, call: MoneyCall) => Promise<unknown>;
};

const nothing = async (): Promise<null> => null;

/** Every kind of call that changes something at Stripe. */
export const moneyHandlers: Record<MoneyCallKind, MoneyHandler> = {
  create_customer: {
    send: async (call) => {
      // Only what never changes goes in, so that a repeat is the same request; the address is added afterwards.
      const metadata = { [stripeMetadata.account]: toPublicId("account", call.accountId) };
      return answer(await stripe().customers.create({ metadata }, { idempotencyKey: call.id }));
    },
    lookUp: async (call, recovery) => {
      // A customer that was made and not found costs nobody anything, so that a repeat needs no look before it.
      if (recovery !== "look_up") return null;
      const query = `metadata['${stripeMetadata.account}']:'${toPublicId("account", call.accountId)}'`;
      const found = await stripe().customers.search({ query, limit: 1 });
      return found.data[0] ? answer(found.data[0]) : null;
    },
    save: (tx, { accountId }, { id }) =>
      tx.billingCustomer.updateMany({ where: { accountId, stripeCustomerId: null }, data: { stripeCustomerId: id } }),
    forget: nothing,
  },
  tell_customer_address: {
    send: async (call) => {
      const { customer, email } = await getPayer(call.accountId);
      return answer(await stripe().customers.update(customer, { email }, { idempotencyKey: call.id }));
    },
    lookUp: async (call) => {
      const { customer, email } = await getPayer(call.accountId);
      const found = await stripe().customers.retrieve(customer);
      return found.deleted || found.email !== email ? null : answer(found);
    },
    save: nothing,
    forget: nothing,
  },
  create_checkout_session: {
    send: async (call) => checkoutAnswer(await createCheckoutAtStripe(call)),
    lookUp: async (call) => {
      const found = await findCheckoutAtStripe(call);
      return found && checkoutAnswer(found);
    },
    save: (tx, call, { id, url, status, expiresAt }) =>
      tx.checkoutSession.update({
        where: { id: call.subject },
        data: { stripeSessionId: id, url, expiresAt, ...checkoutState(status) },
      }),
    forget: (tx, call) =>
      tx.checkoutSession.updateMany({
        where: { id: call.subject, state: "creating" },
        data: { state: "failed", settledAt: clock.now() },
      }),
  },
  expire_checkout_session: {
    send: async (call) => checkoutAnswer(await expireCheckout(call)),
    lookUp: async (call) => {
      const session = await stripe().checkout.sessions.retrieve(call.subject);
      return session.status === "open" ? null : checkoutAnswer(session);
    },
    save: (tx, call, { status }) =>
      tx.checkoutSession.updateMany({ where: { stripeSessionId: call.subject }, data: checkoutState(status) }),
    forget: nothing,
  },
  cancel_at_period_end: endingHandler(true),
  resume_subscription: endingHandler(false),
  create_portal_session: {
    send: () => Promise.reject(new Error("A visit to the billing portal is never repeated.")),
    lookUp: nothing,
    save: nothing,
    forget: nothing,
  },
  refund_charge: {
    send: async (call) => {
      if (call.amountMinor === null) throw new Error("A refund without an amount would give everything back.");
      const { id, subject: charge, amountMinor: amount } = call;
      const metadata = { [refundMetadata]: id };
      const refund = { charge, amount, reason: "requested_by_customer", metadata } as const;
      return answer(await stripe().refunds.create(refund, { idempotencyKey: id }));
    },
    lookUp: async (call) => {
      for await (const refund of stripe().refunds.list({ charge: call.subject, limit: 100 })) {
        if (refund.metadata?.[refundMetadata] === call.id) return answer(refund);
      }
      return null;
    },
    // What was given back of a charge is written by syncCustomer alone.
    save: nothing,
    forget: nothing,
  },
};

/** On a refund at Stripe: our row's id, by which it is found again when the answer was lost. */
const refundMetadata = "gatehouse_money_call";

/** The account's customer as it is now, and the address of whoever owns it now. */
async function getPayer(accountId: string): Promise<{ customer: string; email: string }> {
  const [payer, billing] = await Promise.all([
    findPayer(accountId),
    db().billingCustomer.findUnique({ where: { accountId }, select: { stripeCustomerId: true } }),
  ]);
  if (!payer || !billing?.stripeCustomerId) throw new AppError("not_found", "Nobody at Stripe has to hear of this.");
  return { customer: billing.stripeCustomerId, email: payer.email };
}

function endingHandler(cancels: boolean): MoneyHandler {
  return {
    send: async (call) => {
      const change = cancels ? { cancel_at_period_end: true } : await howToResume(call.subject);
      return answer(await stripe().subscriptions.update(call.subject, change, { idempotencyKey: call.id }));
    },
    lookUp: async (call) => {
      const subscription = await stripe().subscriptions.retrieve(call.subject);
      const ends = subscription.cancel_at_period_end || subscription.cancel_at !== null;
      return ends === cancels ? answer(subscription) : null;
    },
    // What we hold of a subscription is written by syncCustomer alone.
    save: nothing,
    forget: nothing,
  };
}

/** Each way of cancelling is taken back in its own way; the wrong one changes nothing at Stripe. */
async function howToResume(stripeSubscriptionId: string): Promise<Stripe.SubscriptionUpdateParams> {
  const { cancel_at, cancel_at_period_end } = await stripe().subscriptions.retrieve(stripeSubscriptionId);
  return cancel_at !== null && !cancel_at_period_end ? { cancel_at: "" } : { cancel_at_period_end: false };
}

/** Closes a session; one that was completed or has expired meanwhile is answered as it is. */
async function expireCheckout(call: MoneyCall): Promise<Stripe.Checkout.Session> {
  try {
    return await stripe().checkout.sessions.expire(call.subject, {}, { idempotencyKey: call.id });
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    return stripe().checkout.sessions.retrieve(call.subject);
  }
}

function checkoutState(status: string | null): { state: CheckoutState; settledAt?: Date; url?: null } {
  if (status === "open") return { state: "open" };
  return { state: status === "complete" ? "complete" : "expired", settledAt: clock.now(), url: null };
}

/** What we keep of a checkout session. */
export function checkoutAnswer(session: Stripe.Checkout.Session): StripeAnswer {
  return { id: session.id, url: session.url, status: session.status, expiresAt: fromUnixSeconds(session.expires_at) };
}

function answer({ id, url = null }: { id: string; url?: string | null }): StripeAnswer {
  return { id, url, status: null, expiresAt: null };
}
