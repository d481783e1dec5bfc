import { failWhatItPays, settleWhatItPays } from "../billing/after-payment";
import { type AttemptContext, attemptPayment } from "../billing/attempt-payment";
import type { Tx } from "../core/tx";
import type { PaymentIntent, PaymentMethod } from "../core/wire";
import { cardError, invalidRequest, type StripeError } from "../http/errors";
import { attachPaymentMethod, cardBehaviour, findOrMakeMethod } from "./payment-methods";

const confirmable = ["requires_payment_method", "requires_confirmation", "requires_action"];

export function unexpectedState(intent: PaymentIntent, verb: string): StripeError {
  return invalidRequest(`You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: "payment_intent_unexpected_state",
  });
}

export type Confirmation = AttemptContext & { paymentMethod?: string; returnUrl?: string };

/**
 * Tries to take the money. Returns the intent, or the refusal that goes with a declined attempt: what the attempt left
 * behind (its charge, its events) is kept. A confirmed intent keeps its method for the customer where that was agreed on.
 */
export function confirmPaymentIntent(
  tx: Tx,
  intent: PaymentIntent,
  { paymentMethod, returnUrl, ...context }: Confirmation,
): PaymentIntent | StripeError {
  if (!confirmable.includes(intent.status)) throw unexpectedState(intent, "confirm");
  const named = paymentMethod ?? intent.payment_method;
  if (!named) {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method. Update it with one, or give one here.",
      { code: "payment_intent_unexpected_state" },
    );
  }
  const method = findOrMakeMethod(tx, named);
  requireFitting(intent, method);
  if (returnUrl) {
    const facts = tx.find("intent_facts", intent.id) ?? { id: intent.id, returnUrl: null, checkoutSession: null };
    tx.put("intent_facts", { ...facts, returnUrl });
  }
  return finishAttempt(tx, intent, method, context);
}

/** The attempt itself, also when its customer comes back from authenticating. */
export function finishAttempt(
  tx: Tx,
  intent: PaymentIntent,
  method: PaymentMethod,
  context: AttemptContext,
): PaymentIntent | StripeError {
  const outcome = attemptPayment(tx, intent, method, cardBehaviour(tx, method.id), context);
  if (outcome.decline) {
    failWhatItPays(tx, outcome.intent);
    return cardError(outcome.decline, {
      charge: outcome.intent.latest_charge ?? undefined,
      payment_intent: outcome.intent,
      payment_method: method,
    });
  }
  if (outcome.intent.status !== "requires_action") keepForLater(tx, outcome.intent, method, context);
  settleWhatItPays(tx, outcome.intent);
  return outcome.intent;
}

function keepForLater(tx: Tx, intent: PaymentIntent, method: PaymentMethod, context: AttemptContext): void {
  if (!intent.setup_future_usage || method.type === "ideal") return;
  if (context.authenticated) tx.put("card_facts", { ...tx.get("card_facts", method.id), authenticated: true });
  if (intent.customer && !method.customer) attachPaymentMethod(tx, method, intent.customer);
}

export function requireFitting(
  intent: { customer: string | null; payment_method_types: string[]; object: string },
  method: PaymentMethod,
): void {
  const noun = intent.object === "setup_intent" ? "SetupIntent" : "PaymentIntent";
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${method.type}) is not allowed for this ${noun}. It allows ${intent.payment_method_types.join(", ")}.`,
      { param: "payment_method", code: "payment_intent_incompatible_payment_method" },
    );
  }
  if (method.customer && method.customer !== intent.customer) {
    throw invalidRequest(
      `The provided PaymentMethod (${method.id}) belongs to another customer than this ${noun}. Give its customer as well.`,
      { param: "payment_method" },
    );
  }
}
