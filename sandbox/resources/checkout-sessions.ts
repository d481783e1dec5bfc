import { expireCheckout } from "../billing/expire-checkout";
import type { Tx } from "../core/tx";
import type { CheckoutSession } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { isInRange, notYet, oneOf, range, text } from "../http/params";
import { createCheckoutParams } from "./checkout-params";
import { createCheckoutSession } from "./create-checkout-session";

function getCheckoutSession(tx: Tx, id: string): CheckoutSession {
  const session = tx.find("checkout.session", id);
  if (!session) throw resourceMissing("checkout.session", id, "session");
  return session;
}

export const checkoutSessionEndpoints = [
  endpoint({ method: "POST", path: "/v1/checkout/sessions", params: createCheckoutParams, run: createCheckoutSession }),
  endpoint({
    method: "GET",
    path: "/v1/checkout/sessions/:id",
    params: {},
    run: (tx, _params, id) => getCheckoutSession(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/checkout/sessions/:id/expire",
    params: {},
    run: (tx, _params, id) => {
      const session = getCheckoutSession(tx, id);
      if (session.status === "open") return expireCheckout(tx, session);
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
        { param: "session" },
      );
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/checkout/sessions/:id/line_items",
    params: listParams,
    run: (tx, params, id) => {
      const { lines } = tx.get("checkout_facts", getCheckoutSession(tx, id).id);
      return page(lines, () => true, params, `/v1/checkout/sessions/${id}/line_items`);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/checkout/sessions",
    params: {
      ...listParams,
      created: range,
      customer: text(),
      status: oneOf("complete", "expired", "open"),
      subscription: text(),
      customer_account: notYet,
      customer_details: notYet,
      payment_intent: text(),
      payment_link: notYet,
    },
    run: (tx, params) =>
      page(
        tx.store.all("checkout.session"),
        (session) =>
          (!params.customer || session.customer === params.customer) &&
          (!params.status || session.status === params.status) &&
          (!params.payment_intent || session.payment_intent === params.payment_intent) &&
          (!params.subscription || session.subscription === params.subscription) &&
          isInRange(session.created, params.created),
        params,
        "/v1/checkout/sessions",
      ),
  }),
];
