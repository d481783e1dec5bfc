import type { Tx } from "../core/tx";
import type { SetupIntent } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
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
import { confirmSetupIntent, createSetupIntent, unexpectedState } from "./confirm-setup-intent";
import { getCustomer } from "./get-customer";
import { mandateData } from "./mandate-data";
import { mergeMetadata } from "./metadata";
import { findOrMakeMethod } from "./payment-methods";

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
  allowed_payment_method_types: array(oneOf("card", "sepa_debit")),
  /** The same in older API versions. */
  payment_method_types: array(oneOf("card", "sepa_debit")),
  ...notYetParams("attach_to_self", "customer_account", "excluded_payment_method_types"),
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

function getSetupIntent(tx: Tx, id: string): SetupIntent {
  const intent = tx.find("setup_intent", id);
  if (!intent) throw resourceMissing("setupintent", id, "intent");
  return intent;
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
      payment_method_types: params.allowed_payment_method_types ?? params.payment_method_types,
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
