import { disputeFee } from "../billing/decide-fee";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Charge, Dispute, DisputeEvidence } from "../core/wire";
import { bookEntry } from "./balance-transactions";

const day = 86_400;
/** Networks give 7 to 21 days to answer. Source: https://docs.stripe.com/disputes/responding */
const responseDays = 14;

const noEvidence: DisputeEvidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

const networkCodes: { [reason: string]: string | undefined } = { fraudulent: "10.4", product_not_received: "13.1" };

/**
 * A payer questions a charge. An inquiry only asks; a chargeback has taken the money already, with a fee on top. Without an
 * answer by its date, a chargeback is lost and an inquiry is closed.
 */
export function openDispute(tx: Tx, charge: Charge, reason: string, kind: "inquiry" | "chargeback"): Dispute {
  const id = newId("du");
  const dueBy = endOfDay(tx.now + responseDays * day);
  const isInquiry = kind === "inquiry";
  const card = charge.payment_method_details?.card;
  const dispute: Dispute = {
    id,
    object: "dispute",
    amount: charge.amount_captured || charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: tx.now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: isInquiry ? "warning_needs_response" : "needs_response",
    ...(card
      ? {
          network_reason_code: isInquiry ? "10" : networkCodes[reason],
          payment_method_details: {
            type: "card" as const,
            card: {
              brand: card.brand ?? "visa",
              case_type: kind,
              network: card.network ?? "visa",
              network_reason_code: (isInquiry ? "10" : networkCodes[reason]) ?? null,
            },
          },
        }
      : {}),
  };
  tx.put("dispute_facts", { id, dueAt: dueBy, outcome: isInquiry ? "warning_closed" : "lost" });
  tx.update("charge", charge, { disputed: true }, null);
  if (isInquiry) return tx.create("dispute", dispute, "charge.dispute.created");
  const withdrawn = { ...dispute, balance_transactions: [bookDispute(tx, dispute, -1)] };
  const created = tx.create("dispute", withdrawn, "charge.dispute.created");
  tx.emit("charge.dispute.funds_withdrawn", created);
  return created;
}

/** Takes the disputed amount and the fee (-1), or gives both back (1). */
export function bookDispute(tx: Tx, dispute: Dispute, direction: -1 | 1) {
  return bookEntry(tx, {
    amount: direction * dispute.amount,
    fee: { ...disputeFee, amount: -direction * disputeFee.amount },
    currency: dispute.currency,
    description: `Chargeback ${direction < 0 ? "withdrawal" : "reversal"} for ${dispute.charge}`,
    source: dispute.id,
    type: "adjustment",
    reportingCategory: direction < 0 ? "dispute" : "dispute_reversal",
  });
}

function endOfDay(seconds: number): number {
  return Math.floor(seconds / day) * day + day - 1;
}
