import type { Decline } from "../billing/cards";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Charge, PaymentIntent, PaymentMethod } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { isInRange, notYet, range, text } from "../http/params";

/** Writes the charge that one attempt on a payment intent made, declined or not. */
export function recordCharge(tx: Tx, intent: PaymentIntent, method: PaymentMethod, decline: Decline | null): Charge {
  const card = method.card;
  const charge: Charge = {
    id: newId("ch"),
    object: "charge",
    amount: intent.amount,
    amount_captured: decline ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: "SANDBOX",
    captured: decline === null,
    created: tx.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: {
      advice_code: decline ? "try_again_later" : null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: decline ? "declined_by_network" : "approved_by_network",
      reason: decline?.declineCode ?? null,
      risk_level: "normal",
      risk_score: 10,
      seller_message: decline ? "The bank did not return any further details." : "Payment complete.",
      type: decline ? "issuer_declined" : "authorized",
    },
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: card
      ? {
          type: "card",
          card: {
            amount_authorized: decline ? null : intent.amount,
            authorization_code: null,
            brand: card.brand,
            checks: card.checks,
            country: card.country,
            electronic_commerce_indicator: null,
            exp_month: card.exp_month,
            exp_year: card.exp_year,
            fingerprint: null,
            funding: card.funding,
            installments: null,
            last4: card.last4,
            mandate: null,
            network: card.brand,
            network_transaction_id: null,
            regulated_status: "unregulated",
            three_d_secure: null,
            transaction_link_id: null,
            wallet: null,
          },
        }
      : null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline ? "failed" : "succeeded",
    transfer_data: null,
    transfer_group: null,
  };
  return tx.create("charge", charge, decline ? "charge.failed" : "charge.succeeded");
}

export const chargeEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/charges/:id",
    params: {},
    run: (tx, _params, id) => {
      const charge = tx.find("charge", id);
      if (!charge) throw resourceMissing("charge", id);
      return charge;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/charges",
    params: { ...listParams, created: range, customer: text(), payment_intent: text(), transfer_group: notYet },
    run: (tx, params) =>
      page(
        tx.store.all("charge"),
        (charge) =>
          (!params.customer || charge.customer === params.customer) &&
          (!params.payment_intent || charge.payment_intent === params.payment_intent) &&
          isInRange(charge.created, params.created),
        params,
        "/v1/charges",
      ),
  }),
];
