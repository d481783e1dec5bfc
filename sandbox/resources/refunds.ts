import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Charge, Refund } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import { integer, isInRange, metadata, notYetParams, oneOf, type Params, range, text } from "../http/params";
import { bookEntry } from "./balance-transactions";
import { getCharge } from "./charges";
import { mergeMetadata } from "./metadata";

/** Business time until a refund that the test card delays is decided. */
const pendingSeconds = 180;

export type NewRefund = {
  /** Minor units; what is left of the charge when not given. */
  amountMinor?: number;
  reason?: "duplicate" | "fraudulent" | "requested_by_customer" | null;
  metadata?: Record<string, string>;
};

/** Gives money of a charge back. Throws when less is left of it, or when its payer has disputed it. */
export function createRefund(tx: Tx, charge: Charge, input: NewRefund): Refund {
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = input.amountMinor ?? left;
  requireRefundable(tx, charge, amount, left);
  const id = newId("re");
  const entry = bookEntry(tx, {
    amount: -amount,
    fee: null,
    currency: charge.currency,
    description: "REFUND FOR CHARGE",
    source: id,
    type: charge.payment_method_details?.type === "card" ? "refund" : "payment_refund",
    reportingCategory: "refund",
  });
  const behaviour = tx.get("card_facts", charge.payment_method ?? "").behaviour;
  const isPending = behaviour === "refund_pending";
  if (isPending || behaviour === "refund_fails") {
    tx.put("refund_facts", { id, dueAt: tx.now + pendingSeconds, outcome: isPending ? "succeeds" : "fails" });
  }
  const refund: Refund = {
    id,
    object: "refund",
    amount,
    balance_transaction: entry.id,
    charge: charge.id,
    created: tx.now,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    metadata: input.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: input.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: isPending ? "pending" : "succeeded",
    transfer_reversal: null,
  };
  const created = tx.create("refund", refund, "refund.created");
  const amount_refunded = charge.amount_refunded + amount;
  tx.update(
    "charge",
    charge,
    { amount_refunded, refunded: amount_refunded === charge.amount_captured },
    "charge.refunded",
  );
  return created;
}

function requireRefundable(tx: Tx, charge: Charge, amount: number, left: number): void {
  if (charge.status !== "succeeded" || !charge.captured) {
    throw invalidRequest(`Charge ${charge.id} has no money that could be given back.`, { param: "charge" });
  }
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  }
  const taken = tx.related("dispute", "charge", charge.id).some((dispute) => !dispute.is_charge_refundable);
  if (taken) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: "charge_disputed",
    });
  }
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: "amount",
    });
  }
}

/** What the bank answers to a refund that was on its way. The money of a failed one is the shop's again. */
export function settleRefund(tx: Tx, id: string): void {
  const facts = tx.get("refund_facts", id);
  const refund = tx.get("refund", id);
  tx.put("refund_facts", { ...facts, dueAt: null });
  if (facts.outcome === "succeeds") {
    updateRefund(tx, refund, { status: "succeeded" });
    return;
  }
  const charge = getCharge(tx, refund.charge);
  const entry = bookEntry(tx, {
    amount: refund.amount,
    fee: null,
    currency: refund.currency,
    description: "REFUND FAILURE",
    source: id,
    type: "refund_failure",
    reportingCategory: "refund_failure",
  });
  tx.update("charge", charge, { amount_refunded: charge.amount_refunded - refund.amount, refunded: false }, null);
  const failure = {
    failure_balance_transaction: entry.id,
    failure_reason: "expired_or_canceled_card",
    status: "failed",
  };
  const failed = updateRefund(tx, refund, failure);
  tx.emit("refund.failed", failed);
}

/** Two events tell of it: a refund belongs to its charge as well. */
function updateRefund(tx: Tx, refund: Refund, changes: Partial<Refund>): Refund {
  const updated = tx.update("refund", refund, changes, "refund.updated");
  if (updated !== refund) tx.emit("charge.refund.updated", updated);
  return updated;
}

function getRefund(tx: Tx, id: string): Refund {
  const refund = tx.find("refund", id);
  if (!refund) throw resourceMissing("refund", id);
  return refund;
}

const createParams = {
  amount: integer({ min: 1 }),
  charge: text(),
  metadata,
  payment_intent: text(),
  reason: oneOf("duplicate", "fraudulent", "requested_by_customer"),
  ...notYetParams("currency", "customer", "instructions_email", "origin", "refund_application_fee", "reverse_transfer"),
};

function chargeToRefund(tx: Tx, params: Params<typeof createParams>): Charge {
  if (params.charge) return getCharge(tx, params.charge, "charge", 400);
  if (!params.payment_intent) throw parameterMissing("payment_intent");
  const intent = tx.find("payment_intent", params.payment_intent);
  if (!intent) throw resourceMissing("payment_intent", params.payment_intent, "payment_intent", 400);
  if (intent.latest_charge) return getCharge(tx, intent.latest_charge);
  throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
    param: "payment_intent",
  });
}

export const refundEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/refunds",
    params: createParams,
    run: (tx, params) =>
      createRefund(tx, chargeToRefund(tx, params), {
        amountMinor: params.amount,
        reason: params.reason,
        metadata: mergeMetadata({}, params.metadata),
      }),
  }),
  endpoint({ method: "GET", path: "/v1/refunds/:id", params: {}, run: (tx, _params, id) => getRefund(tx, id) }),
  endpoint({
    method: "POST",
    path: "/v1/refunds/:id",
    params: { metadata },
    run: (tx, params, id) => {
      const refund = getRefund(tx, id);
      return updateRefund(tx, refund, { metadata: mergeMetadata(refund.metadata ?? {}, params.metadata) });
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/refunds",
    params: { ...listParams, charge: text(), created: range, payment_intent: text() },
    run: (tx, params) =>
      page(
        params.charge ? tx.related("refund", "charge", params.charge) : tx.store.all("refund"),
        (refund) =>
          (!params.payment_intent || refund.payment_intent === params.payment_intent) &&
          isInRange(refund.created, params.created),
        params,
        "/v1/refunds",
      ),
  }),
];
