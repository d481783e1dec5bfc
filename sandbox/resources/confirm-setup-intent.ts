import { type Decline, decideAttach, needsAuthentication } from "../billing/cards";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PaymentMethod, SetupIntent } from "../core/wire";
import { cardError, invalidRequest, type StripeError } from "../http/errors";
import { requireFitting } from "./confirm-payment-intent";
import { attachPaymentMethod, cardBehaviour, findOrMakeMethod } from "./payment-methods";

export type NewSetupIntent = { customer: string | null } & Partial<
  Pick<
    SetupIntent,
    "automatic_payment_methods" | "description" | "metadata" | "payment_method" | "payment_method_types" | "usage"
  >
>;

export function createSetupIntent(tx: Tx, input: NewSetupIntent): SetupIntent {
  const id = newId("seti");
  const intent: SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: input.automatic_payment_methods ?? null,
    cancellation_reason: null,
    client_secret: newId(`${id}_secret`),
    created: tx.now,
    customer: input.customer,
    customer_account: null,
    description: input.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: input.metadata ?? {},
    next_action: null,
    on_behalf_of: null,
    payment_method: input.payment_method ?? null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: input.payment_method_types ?? ["card"],
    single_use_mandate: null,
    status: input.payment_method ? "requires_confirmation" : "requires_payment_method",
    usage: input.usage ?? "off_session",
  };
  return tx.create("setup_intent", intent, "setup_intent.created");
}

export function unexpectedState(intent: SetupIntent, verb: string): StripeError {
  return invalidRequest(`You cannot ${verb} this SetupIntent because it has a status of ${intent.status}.`, {
    code: "setup_intent_unexpected_state",
  });
}

export function failSetupIntent(tx: Tx, intent: SetupIntent, method: PaymentMethod, decline: Decline): SetupIntent {
  const { code, declineCode, message } = decline;
  const last_setup_error = {
    type: "card_error" as const,
    code,
    message,
    payment_method: method,
    ...(declineCode ? { decline_code: declineCode } : {}),
  };
  const changes = {
    last_setup_error,
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  } as const;
  return tx.update("setup_intent", intent, changes, "setup_intent.setup_failed");
}

type Confirmation = { paymentMethod?: string; returnUrl?: string; authenticated?: boolean };

/** Makes a method ready for later payments. A refusal is returned, so that what it left behind is kept. */
export function confirmSetupIntent(
  tx: Tx,
  intent: SetupIntent,
  { paymentMethod, returnUrl, authenticated }: Confirmation,
): SetupIntent | StripeError {
  if (!intent.status.startsWith("requires_")) throw unexpectedState(intent, "confirm");
  const named = paymentMethod ?? intent.payment_method;
  if (!named) throw invalidRequest("You cannot confirm this SetupIntent because it's missing a payment method.");
  const method = findOrMakeMethod(tx, named);
  requireFitting(intent, method);
  const behaviour = cardBehaviour(tx, method.id);
  if (returnUrl) tx.put("intent_facts", { id: intent.id, returnUrl, checkoutSession: null });
  if ((behaviour === "ideal" || needsAuthentication(behaviour, false)) && !authenticated) {
    const returnTo = tx.find("intent_facts", intent.id)?.returnUrl ?? null;
    const redirect = { return_url: returnTo, url: `${tx.origin}/authenticate/${intent.id}` };
    const next_action = returnTo
      ? { type: "redirect_to_url", redirect_to_url: redirect }
      : { type: "use_stripe_sdk", use_stripe_sdk: {} };
    const changes = {
      last_setup_error: null,
      next_action,
      payment_method: method.id,
      status: "requires_action",
    } as const;
    return tx.update("setup_intent", intent, changes, "setup_intent.requires_action");
  }
  const decline = decideAttach(behaviour);
  if (decline) {
    const failed = failSetupIntent(tx, intent, method, decline);
    return cardError(decline, { setup_intent: failed, payment_method: method });
  }
  tx.put("card_facts", { ...tx.get("card_facts", method.id), authenticated: true });
  if (intent.customer && !method.customer && method.type !== "ideal") attachPaymentMethod(tx, method, intent.customer);
  const changes = {
    last_setup_error: null,
    next_action: null,
    payment_method: method.id,
    status: "succeeded",
  } as const;
  return tx.update("setup_intent", intent, changes, "setup_intent.succeeded");
}
