import type { Decline } from "../billing/cards";
import { decideFee } from "../billing/decide-fee";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Charge, PaymentIntent, PaymentMethod } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { isInRange, metadata, notYet, notYetParams, range, text } from "../http/params";
import { bookEntry } from "./balance-transactions";
import { mergeMetadata } from "./metadata";

type ChargeOutcome = { decline: Decline } | "authorized" | "pending" | "captured";

/** Writes the charge that one attempt on a payment intent made, and books the money if some came in. */
export function recordCharge(tx: Tx, intent: PaymentIntent, method: PaymentMethod, outcome: ChargeOutcome): Charge {
  const decline = typeof outcome === "object" ? outcome.decline : null;
  const id = newId("ch");
  const captured = outcome === "captured";
  const charge: Charge = {
    id,
    object: "charge",
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: captured ? bookPayment(tx, id, intent, method, intent.amount) : null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: "SANDBOX",
    captured: captured || outcome === "pending",
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
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: chargeOutcome(decline),
    paid: captured || outcome === "authorized",
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(intent, method, decline !== null),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline ? "failed" : outcome === "pending" ? "pending" : "succeeded",
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
  const event = decline ? "charge.failed" : outcome === "pending" ? "charge.pending" : "charge.succeeded";
  return tx.create("charge", charge, event);
}

/** Books what a payment brought in, less Stripe's fee, and returns the entry's id. */
export function bookPayment(
  tx: Tx,
  charge: string,
  intent: PaymentIntent,
  method: PaymentMethod,
  amount: number,
): string {
  return bookEntry(tx, {
    amount,
    fee: decideFee(amount, method.type),
    currency: intent.currency,
    description: intent.description,
    source: charge,
    type: method.type === "card" ? "charge" : "payment",
    reportingCategory: "charge",
    availableAtOnce: tx.get("card_facts", method.id).behaviour === "available_at_once",
  }).id;
}

function chargeOutcome(decline: Decline | null): Charge["outcome"] {
  return {
    advice_code: decline ? "try_again_later" : null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline ? "declined_by_network" : "approved_by_network",
    reason: decline?.declineCode ?? null,
    risk_level: "normal",
    risk_score: 10,
    seller_message: decline ? "The bank did not return any further details." : "Payment complete.",
    type: decline ? "issuer_declined" : "authorized",
  };
}

function methodDetails(
  intent: PaymentIntent,
  method: PaymentMethod,
  failed: boolean,
): Charge["payment_method_details"] {
  const { card, sepa_debit } = method;
  if (sepa_debit) {
    const { bank_code, branch_code, country, fingerprint, last4 } = sepa_debit;
    return { type: "sepa_debit", sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: null } };
  }
  if (!card) {
    return {
      type: "ideal",
      ideal: {
        bank: "ing",
        bic: "INGBNL2A",
        generated_sepa_debit: null,
        generated_sepa_debit_mandate: null,
        iban_last4: null,
        transaction_id: null,
        verified_name: method.billing_details.name,
      },
    };
  }
  return {
    type: "card",
    card: {
      amount_authorized: failed ? null : intent.amount,
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
  };
}

export function getCharge(tx: Tx, id: string, param = "id", status = 404): Charge {
  const charge = tx.find("charge", id);
  if (!charge) throw resourceMissing("charge", id, param, status);
  return charge;
}

export const chargeEndpoints = [
  endpoint({ method: "GET", path: "/v1/charges/:id", params: {}, run: (tx, _params, id) => getCharge(tx, id) }),
  endpoint({
    method: "POST",
    path: "/v1/charges/:id",
    params: {
      description: text(),
      metadata,
      ...notYetParams("customer", "fraud_details", "receipt_email", "shipping", "transfer_group"),
    },
    run: (tx, params, id) => {
      const before = getCharge(tx, id);
      const changes = given({
        description: params.description,
        metadata: mergeMetadata(before.metadata, params.metadata),
      });
      return tx.update("charge", before, changes, "charge.updated");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/charges",
    params: { ...listParams, created: range, customer: text(), payment_intent: text(), transfer_group: notYet },
    run: (tx, params) =>
      page(
        params.payment_intent ? tx.related("charge", "intent", params.payment_intent) : tx.store.all("charge"),
        (charge) =>
          (!params.customer || charge.customer === params.customer) && isInRange(charge.created, params.created),
        params,
        "/v1/charges",
      ),
  }),
];
