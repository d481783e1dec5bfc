import { findBankAccount } from "../billing/bank-accounts";
import { decideAttach, readTokenCard } from "../billing/cards";
import { findCardByToken, type MethodBehaviour } from "../billing/test-cards";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Customer, PaymentMethod } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { cardError, invalidRequest, parameterMissing, resourceMissing, type StripeError } from "../http/errors";
import { integer, metadata, notYet, notYetParams, object, oneOf, type Params, required, text } from "../http/params";
import { billingDetails, wholeBillingDetails } from "./addresses";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { createBankDebit, createCard, createIdeal } from "./new-payment-method";

/** Names like `pm_card_visa` stand for a new method each time they are used. */
export function findOrMakeMethod(tx: Tx, idOrToken: string, param = "payment_method"): PaymentMethod {
  const card = findCardByToken(idOrToken);
  if (card) return createCard(tx, readTokenCard(card, tx.now));
  return getPaymentMethod(tx, idOrToken, param, 400);
}

function getPaymentMethod(tx: Tx, id: string, param = "payment_method", status = 404): PaymentMethod {
  const method = tx.find("payment_method", id);
  if (!method) throw resourceMissing("PaymentMethod", id, param, status);
  return method;
}

export function cardBehaviour(tx: Tx, paymentMethod: string): MethodBehaviour {
  return tx.get("card_facts", paymentMethod).behaviour;
}

/** Keeps a method for a customer. Whether it may be kept at all is decided before, by `decideAttach`. */
export function attachPaymentMethod(tx: Tx, method: PaymentMethod, customer: string): PaymentMethod {
  return tx.update("payment_method", method, { customer }, "payment_method.attached");
}

/** Attaches a method that a caller named. Returns the method, or why its issuer refused. */
function keepMethod(
  tx: Tx,
  idOrToken: string,
  customer: Customer,
  param = "payment_method",
): PaymentMethod | StripeError {
  const method = findOrMakeMethod(tx, idOrToken, param);
  if (method.customer === customer.id) return method;
  if (method.customer) {
    throw invalidRequest("The payment method you provided has already been attached to a customer.", { param });
  }
  if (method.type === "ideal")
    throw invalidRequest("An iDEAL payment method can't be attached to a customer.", { param });
  const refusal = decideAttach(cardBehaviour(tx, method.id));
  return refusal ? cardError(refusal, { payment_method: method }) : attachPaymentMethod(tx, method, customer.id);
}

/** A method that its issuer lets a customer keep; throws what the issuer says otherwise. */
export function makeKeepable(tx: Tx, idOrToken: string, param: string): PaymentMethod {
  const method = findOrMakeMethod(tx, idOrToken, param);
  if (method.customer) {
    throw invalidRequest("The payment method you provided has already been attached to a customer.", { param });
  }
  const refusal = decideAttach(cardBehaviour(tx, method.id));
  if (refusal) throw cardError(refusal, { payment_method: method });
  return method;
}

/** A card given as `source`, the older way. It is not yet anyone's; as a default source it pays like any other card. */
export function makeSource(tx: Tx, token: string): PaymentMethod {
  const card = findCardByToken(token);
  if (!card) throw resourceMissing("token", token, "source", 400);
  const refusal = decideAttach(card.behaviour);
  if (refusal) throw cardError(refusal);
  return createCard(tx, readTokenCard(card, tx.now), {}, newId("card"));
}

const createParams = {
  type: oneOf("card", "sepa_debit", "ideal"),
  allow_redisplay: oneOf("always", "limited", "unspecified"),
  billing_details: billingDetails,
  card: object({ token: required(text()), ...notYetParams("number", "exp_month", "exp_year", "cvc", "networks") }),
  ideal: object({ bank: notYet }),
  metadata,
  sepa_debit: object({ iban: required(text(40)) }),
  ...notYetParams("customer", "payment_method", "us_bank_account", "link", "paypal", "bancontact", "radar_options"),
};

function createPaymentMethod(tx: Tx, params: Params<typeof createParams>): PaymentMethod {
  const details = {
    billing_details: wholeBillingDetails(params.billing_details),
    metadata: mergeMetadata({}, params.metadata),
    ...given({ allow_redisplay: params.allow_redisplay }),
  };
  if (params.type === undefined) throw parameterMissing("type");
  if (params.type === "ideal") return createIdeal(tx, details);
  if (params.type === "sepa_debit") {
    if (!params.sepa_debit) throw parameterMissing("sepa_debit");
    const account = findBankAccount(params.sepa_debit.iban);
    if (account) return createBankDebit(tx, account, details);
    throw invalidRequest("The IBAN you provided is invalid: this sandbox knows Stripe's test accounts only.", {
      code: "invalid_bank_account_iban",
      param: "sepa_debit[iban]",
    });
  }
  if (!params.card) throw parameterMissing("card");
  const card = findCardByToken(params.card.token);
  if (!card) throw resourceMissing("token", params.card.token, "card[token]", 400);
  return createCard(tx, readTokenCard(card, tx.now), details);
}

export const paymentMethodEndpoints = [
  endpoint({ method: "POST", path: "/v1/payment_methods", params: createParams, run: createPaymentMethod }),
  endpoint({
    method: "GET",
    path: "/v1/payment_methods/:id",
    params: {},
    run: (tx, _params, id) => getPaymentMethod(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_methods/:id",
    params: {
      allow_redisplay: createParams.allow_redisplay,
      billing_details: billingDetails,
      card: object({
        exp_month: integer({ min: 1, max: 12 }),
        exp_year: integer({ min: 2000, max: 2100 }),
        networks: notYet,
      }),
      metadata,
      ...notYetParams("us_bank_account", "payto"),
    },
    run: (tx, params, id) => {
      const before = getPaymentMethod(tx, id);
      if (!before.customer) throw invalidRequest("You must attach a payment method to a customer to update it.");
      const changes = given({
        allow_redisplay: params.allow_redisplay,
        billing_details: params.billing_details && wholeBillingDetails(params.billing_details, before.billing_details),
        card: params.card && before.card && { ...before.card, ...given(params.card) },
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
      return tx.update("payment_method", before, changes, "payment_method.updated");
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_methods/:id/attach",
    params: { customer: required(text()), customer_account: notYet },
    run: (tx, params, id) => keepMethod(tx, id, getCustomer(tx, params.customer, "customer", 400)),
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_methods/:id/detach",
    params: {},
    run: (tx, _params, id) => detachPaymentMethod(tx, getPaymentMethod(tx, id)),
  }),
  endpoint({
    method: "GET",
    path: "/v1/payment_methods",
    params: {
      ...listParams,
      customer: text(),
      type: oneOf("card", "sepa_debit", "ideal"),
      allow_redisplay: notYet,
      customer_account: notYet,
    },
    run: (tx, params) => listMethods(tx, params, params.customer, "/v1/payment_methods"),
  }),
  endpoint({
    method: "GET",
    path: "/v1/customers/:id/payment_methods",
    params: { ...listParams, type: oneOf("card", "sepa_debit", "ideal"), allow_redisplay: notYet },
    run: (tx, params, id) => listMethods(tx, params, getCustomer(tx, id).id, `/v1/customers/${id}/payment_methods`),
  }),
];

function listMethods(
  tx: Tx,
  params: Params<typeof listParams> & { type?: string },
  customer: string | undefined,
  url: string,
) {
  const methods = customer ? tx.related("payment_method", "customer", customer) : tx.store.all("payment_method");
  return page(methods, (method) => !params.type || method.type === params.type, params, url);
}

/** Takes a method from its customer, who may not use it again; what named it as the default names nothing any more. */
function detachPaymentMethod(tx: Tx, method: PaymentMethod): PaymentMethod {
  const customer = method.customer ? tx.find("customer", method.customer) : null;
  if (!method.customer) throw invalidRequest("The payment method you provided is not attached to a customer.");
  if (customer?.invoice_settings.default_payment_method === method.id) {
    const invoice_settings = { ...customer.invoice_settings, default_payment_method: null };
    tx.update("customer", customer, { invoice_settings }, "customer.updated");
  }
  const running = tx.related("subscription", "customer", method.customer);
  for (const subscription of running.filter((one) => one.default_payment_method === method.id)) {
    tx.update("subscription", subscription, { default_payment_method: null }, "customer.subscription.updated");
  }
  return tx.update("payment_method", method, { customer: null }, "payment_method.detached");
}
