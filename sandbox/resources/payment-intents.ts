import { releaseAuthorisation } from "../billing/after-payment";
import type { Tx } from "../core/tx";
import type { PaymentIntent } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { isInRange, notYet, oneOf, type Params, range, text } from "../http/params";
import { wholeShipping } from "./addresses";
import { captureParams, capturePaymentIntent } from "./capture-payment-intent";
import { confirmPaymentIntent, requireFitting, unexpectedState } from "./confirm-payment-intent";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { createPaymentIntent } from "./new-payment-intent";
import { confirmParams, createParams, typesOf, updateParams } from "./payment-intent-params";
import { findOrMakeMethod } from "./payment-methods";

/** The least that can be charged, in minor units. Source: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const minimumMinor: { [currency: string]: number | undefined } = { usd: 50, eur: 50, gbp: 30, chf: 50 };

function getPaymentIntent(tx: Tx, id: string): PaymentIntent {
  const intent = tx.find("payment_intent", id);
  if (!intent) throw resourceMissing("payment_intent", id, "intent");
  return intent;
}

function requireEnough(amount: number, currency: string): void {
  const least = minimumMinor[currency];
  if (least === undefined || amount >= least) return;
  throw invalidRequest(`Amount must be at least ${least} ${currency} in minor units.`, {
    code: "amount_too_small",
    param: "amount",
  });
}

function createIntent(tx: Tx, params: Params<typeof createParams>) {
  const currency = params.currency.toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) throw invalidRequest(`Invalid currency: ${currency}`, { param: "currency" });
  requireEnough(params.amount, currency);
  if (params.customer) getCustomer(tx, params.customer, "customer", 400);
  const method = params.payment_method ? findOrMakeMethod(tx, params.payment_method) : null;
  const automatic = params.automatic_payment_methods;
  const intent = createPaymentIntent(tx, {
    amountMinor: params.amount,
    currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    automatic_payment_methods: automatic
      ? { ...automatic, allow_redirects: automatic.allow_redirects ?? "always" }
      : null,
    metadata: mergeMetadata({}, params.metadata),
    payment_method: method?.id ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: wholeShipping(params.shipping),
    ...given({
      capture_method: params.capture_method,
      confirmation_method: params.confirmation_method,
      ...typesOf(params),
      receipt_email: params.receipt_email,
      statement_descriptor: params.statement_descriptor,
      statement_descriptor_suffix: params.statement_descriptor_suffix,
      transfer_group: params.transfer_group,
    }),
  });
  if (method) requireFitting(intent, method);
  if (!params.confirm) return intent;
  return confirmPaymentIntent(tx, intent, { offSession: params.off_session, returnUrl: params.return_url });
}

function updateIntent(tx: Tx, before: PaymentIntent, params: Params<typeof updateParams>): PaymentIntent {
  const isOpen = ["requires_payment_method", "requires_confirmation", "requires_action"].includes(before.status);
  if (!isOpen && (params.amount !== undefined || params.payment_method)) throw unexpectedState(before, "change");
  if (params.amount !== undefined) requireEnough(params.amount, before.currency);
  if (params.customer) getCustomer(tx, params.customer, "customer", 400);
  const method = params.payment_method ? findOrMakeMethod(tx, params.payment_method) : null;
  const { payment_method: _, metadata: change, shipping: sent, ...rest } = params;
  const plain = { ...rest, ...typesOf(params) };
  const changes = given({
    ...plain,
    metadata: mergeMetadata(before.metadata, change),
    shipping: sent === undefined ? undefined : wholeShipping(sent),
    payment_method: method?.id,
    status: method && before.status === "requires_payment_method" ? ("requires_confirmation" as const) : undefined,
  });
  if (method) requireFitting({ ...before, ...changes }, method);
  // Stripe has no event for an intent that was merely edited.
  return tx.update("payment_intent", before, changes, null);
}

export const paymentIntentEndpoints = [
  endpoint({ method: "POST", path: "/v1/payment_intents", params: createParams, run: createIntent }),
  endpoint({
    method: "GET",
    path: "/v1/payment_intents/:id",
    params: { client_secret: notYet },
    run: (tx, _params, id) => getPaymentIntent(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_intents/:id",
    params: updateParams,
    run: (tx, params, id) => updateIntent(tx, getPaymentIntent(tx, id), params),
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_intents/:id/confirm",
    params: confirmParams,
    run: (tx, params, id) => {
      const before = getPaymentIntent(tx, id);
      const changes = given({
        capture_method: params.capture_method,
        receipt_email: params.receipt_email,
        setup_future_usage: params.setup_future_usage,
        shipping: params.shipping === undefined ? undefined : wholeShipping(params.shipping),
      });
      const intent = tx.update("payment_intent", before, changes, null);
      const { payment_method, off_session, return_url } = params;
      return confirmPaymentIntent(tx, intent, {
        paymentMethod: payment_method,
        offSession: off_session,
        returnUrl: return_url,
      });
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_intents/:id/capture",
    params: captureParams,
    run: (tx, params, id) => capturePaymentIntent(tx, getPaymentIntent(tx, id), params),
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_intents/:id/cancel",
    params: { cancellation_reason: oneOf("abandoned", "duplicate", "fraudulent", "requested_by_customer") },
    run: (tx, params, id) => {
      const intent = getPaymentIntent(tx, id);
      const reason = params.cancellation_reason ?? null;
      if (intent.status === "requires_capture") return releaseAuthorisation(tx, intent, reason);
      if (!intent.status.startsWith("requires_")) throw unexpectedState(intent, "cancel");
      const changes = {
        canceled_at: tx.now,
        cancellation_reason: reason,
        next_action: null,
        status: "canceled",
      } as const;
      return tx.update("payment_intent", intent, changes, "payment_intent.canceled");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/payment_intents",
    params: { ...listParams, created: range, customer: text(), customer_account: notYet },
    run: (tx, params) =>
      page(
        tx.store.all("payment_intent"),
        (intent) =>
          (!params.customer || intent.customer === params.customer) && isInRange(intent.created, params.created),
        params,
        "/v1/payment_intents",
      ),
  }),
];
