import { decideAttach, needsAuthentication } from "../billing/cards";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { SetupIntent } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { cardError, invalidRequest, resourceMissing, type StripeError } from "../http/errors";
import {
  array,
  boolean,
  isInRange,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  type Params,
  range,
  required,
  text,
  webAddress,
} from "../http/params";
import { requireFitting } from "./confirm-payment-intent";
import { getCustomer } from "./customers";
import { mandateData } from "./mandate-data";
import { mergeMetadata } from "./metadata";
import { attachPaymentMethod, cardBehaviour, findOrMakeMethod } from "./payment-methods";

const confirmParams = {
  mandate_data: mandateData,
  payment_method: text(),
  return_url: webAddress,
  use_stripe_sdk: boolean,
  ...notYetParams("confirmation_token", "payment_method_data", "payment_method_options"),
};

const describing = {
  customer: text(),
  description: text(1_000),
  metadata,
  payment_method: text(),
  payment_method_types: array(oneOf("card", "sepa_debit")),
  ...notYetParams(
    "allowed_payment_method_types",
    "attach_to_self",
    "customer_account",
    "excluded_payment_method_types",
  ),
  ...notYetParams("flow_directions", "payment_method_configuration"),
};

const createParams = {
  ...confirmParams,
  ...describing,
  automatic_payment_methods: object({ enabled: required(boolean), allow_redirects: oneOf("always", "never") }),
  confirm: boolean,
  usage: oneOf("off_session", "on_session"),
  ...notYetParams("on_behalf_of", "single_use"),
};

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

export function getSetupIntent(tx: Tx, id: string): SetupIntent {
  const intent = tx.find("setup_intent", id);
  if (!intent) throw resourceMissing("setupintent", id, "intent");
  return intent;
}

function unexpectedState(intent: SetupIntent, verb: string): StripeError {
  return invalidRequest(`You cannot ${verb} this SetupIntent because it has a status of ${intent.status}.`, {
    code: "setup_intent_unexpected_state",
  });
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
  if (needsAuthentication(behaviour, false) && !authenticated) {
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
    const failed = tx.update("setup_intent", intent, changes, "setup_intent.setup_failed");
    return cardError(decline, { setup_intent: failed, payment_method: method });
  }
  tx.put("card_facts", { ...tx.get("card_facts", method.id), authenticated: true });
  if (intent.customer && !method.customer) attachPaymentMethod(tx, method, intent.customer);
  const changes = {
    last_setup_error: null,
    next_action: null,
    payment_method: method.id,
    status: "succeeded",
  } as const;
  return tx.update("setup_intent", intent, changes, "setup_intent.succeeded");
}

function createIntent(tx: Tx, params: Params<typeof createParams>) {
  if (params.customer) getCustomer(tx, params.customer, "customer", 400);
  const method = params.payment_method ? findOrMakeMethod(tx, params.payment_method) : null;
  const automatic = params.automatic_payment_methods;
  const intent = createSetupIntent(tx, {
    customer: params.customer ?? null,
    automatic_payment_methods: automatic
      ? { ...automatic, allow_redirects: automatic.allow_redirects ?? "always" }
      : null,
    metadata: mergeMetadata({}, params.metadata),
    payment_method: method?.id ?? null,
    ...given({
      description: params.description,
      payment_method_types: params.payment_method_types,
      usage: params.usage,
    }),
  });
  if (method) requireFitting(intent, method);
  return params.confirm ? confirmSetupIntent(tx, intent, { returnUrl: params.return_url }) : intent;
}

export const setupIntentEndpoints = [
  endpoint({ method: "POST", path: "/v1/setup_intents", params: createParams, run: createIntent }),
  endpoint({
    method: "GET",
    path: "/v1/setup_intents/:id",
    params: { client_secret: notYet },
    run: (tx, _params, id) => getSetupIntent(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/setup_intents/:id",
    params: { ...describing, ...notYetParams("payment_method_data", "payment_method_options") },
    run: (tx, { metadata: change, payment_method, ...params }, id) => {
      const before = getSetupIntent(tx, id);
      if (params.customer) getCustomer(tx, params.customer, "customer", 400);
      const method = payment_method ? findOrMakeMethod(tx, payment_method) : null;
      const changes = given({
        ...params,
        metadata: mergeMetadata(before.metadata ?? {}, change),
        payment_method: method?.id,
        status: method && before.status === "requires_payment_method" ? ("requires_confirmation" as const) : undefined,
      });
      if (method) requireFitting({ ...before, ...changes }, method);
      return tx.update("setup_intent", before, changes, null);
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/setup_intents/:id/confirm",
    params: confirmParams,
    run: (tx, params, id) =>
      confirmSetupIntent(tx, getSetupIntent(tx, id), {
        paymentMethod: params.payment_method,
        returnUrl: params.return_url,
      }),
  }),
  endpoint({
    method: "POST",
    path: "/v1/setup_intents/:id/cancel",
    params: { cancellation_reason: oneOf("abandoned", "duplicate", "requested_by_customer") },
    run: (tx, params, id) => {
      const intent = getSetupIntent(tx, id);
      if (!intent.status.startsWith("requires_")) throw unexpectedState(intent, "cancel");
      const cancellation_reason = params.cancellation_reason ?? null;
      const changes = { cancellation_reason, next_action: null, status: "canceled" } as const;
      return tx.update("setup_intent", intent, changes, "setup_intent.canceled");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/setup_intents",
    params: {
      ...listParams,
      created: range,
      customer: text(),
      payment_method: text(),
      ...notYetParams("attach_to_self", "customer_account"),
    },
    run: (tx, params) =>
      page(
        tx.store.all("setup_intent"),
        (intent) =>
          (!params.customer || intent.customer === params.customer) &&
          (!params.payment_method || intent.payment_method === params.payment_method) &&
          isInRange(intent.created, params.created),
        params,
        "/v1/setup_intents",
      ),
  }),
];
