import { completeCheckout } from "../billing/complete-checkout";
import type { Tx } from "../core/tx";
import type { CheckoutSession } from "../core/wire";
import { endpoint } from "../http/endpoint";
import { cardError, invalidRequest, resourceMissing } from "../http/errors";
import { integer, required, text } from "../http/params";
import { findOrMakeMethod } from "./payment-methods";

function getOpenSession(tx: Tx, id: string): CheckoutSession {
  const session = tx.find("checkout.session", id);
  if (!session) throw resourceMissing("payment_page", id);
  if (session.status !== "open") throw invalidRequest("This Checkout Session is no longer open.");
  return session;
}

/**
 * What the hosted page itself calls at Stripe, undocumented; Stripe's CLI plays the customer with it. Without it, its
 * triggers of checkout sessions could not end.
 */
export const paymentPageEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/payment_pages/:id",
    params: {},
    run: (tx, _params, id) => ({ ...getOpenSession(tx, id), object: "payment_page" }),
  }),
  endpoint({
    method: "POST",
    path: "/v1/payment_pages/:id/confirm",
    params: { payment_method: required(text()), expected_amount: integer({ min: 0 }) },
    run: (tx, params, id) => {
      const session = getOpenSession(tx, id);
      const total = session.amount_total ?? 0;
      if (params.expected_amount !== undefined && params.expected_amount !== total) {
        throw invalidRequest(`The amount is ${total}, not ${params.expected_amount}.`, { param: "expected_amount" });
      }
      const method = findOrMakeMethod(tx, params.payment_method);
      if (!session.payment_method_types.includes(method.type)) {
        throw invalidRequest(`This Checkout Session does not take ${method.type}.`, { param: "payment_method" });
      }
      const outcome = completeCheckout(tx, session, method, method.billing_details.email);
      if (outcome.state === "declined") return cardError(outcome.decline);
      return { ...tx.get("checkout.session", id), object: "payment_page" };
    },
  }),
];
