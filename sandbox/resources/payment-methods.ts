import type { CardBehaviour, ReadCard } from "../billing/cards";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { PaymentMethod } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { notYet, oneOf, text } from "../http/params";

function getPaymentMethod(tx: Tx, id: string, param = "id", status = 404): PaymentMethod {
  const method = tx.find("payment_method", id);
  if (!method) throw resourceMissing("PaymentMethod", id, param, status);
  return method;
}

export function cardBehaviour(tx: Tx, paymentMethod: string): CardBehaviour {
  return tx.get("card_facts", paymentMethod).behaviour;
}

/** A card that belongs to nobody yet. No event tells of it, as with Stripe: a payment method is news once attached. */
export function createCard(tx: Tx, { card, expMonth, expYear, name }: ReadCard): PaymentMethod {
  const id = newId("pm");
  const method: PaymentMethod = {
    id,
    object: "payment_method",
    allow_redisplay: "limited",
    billing_details: { address: null, email: null, name, phone: null, tax_id: null },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: card.brand,
      exp_month: expMonth,
      exp_year: expYear,
      fingerprint: null,
      funding: "credit",
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: tx.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
  tx.put("card_facts", { id, behaviour: card.behaviour });
  return tx.create("payment_method", method, null);
}

/** Keeps a card for a customer. Whether it may be kept at all is decided before, by `decideAttach`. */
export function attachPaymentMethod(tx: Tx, method: PaymentMethod, customer: string): PaymentMethod {
  return tx.update("payment_method", method, { customer }, "payment_method.attached");
}

export const paymentMethodEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/payment_methods/:id",
    params: {},
    run: (tx, _params, id) => getPaymentMethod(tx, id),
  }),
  endpoint({
    method: "GET",
    path: "/v1/payment_methods",
    params: { ...listParams, customer: text(), type: oneOf("card"), allow_redisplay: notYet, customer_account: notYet },
    run: (tx, params) =>
      page(
        tx.store.all("payment_method"),
        (method) => !params.customer || method.customer === params.customer,
        params,
        "/v1/payment_methods",
      ),
  }),
];
