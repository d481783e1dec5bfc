import type { DisputeFacts } from "../core/facts";
import type { Tx } from "../core/tx";
import type { Dispute, DisputeEvidence } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { boolean, isInRange, metadata, notYet, notYetParams, object, range, text, unsettable } from "../http/params";
import { mergeMetadata } from "./metadata";
import { bookDispute } from "./open-dispute";

const day = 86_400;
/** How long an issuer thinks about evidence that is not one of the test words. */
const reviewDays = 60;

/** What the test words in `uncategorized_text` bring about. Source: https://docs.stripe.com/testing#evidence */
const testWords: { [text: string]: DisputeFacts["outcome"] | undefined } = {
  winning_evidence: "won",
  losing_evidence: "lost",
  escalate_inquiry_evidence: "escalated",
};

const answerable = ["needs_response", "warning_needs_response"];

const words = unsettable(text(20_000));
const evidenceParam = object({
  access_activity_log: words,
  billing_address: words,
  cancellation_policy_disclosure: words,
  cancellation_rebuttal: words,
  customer_email_address: words,
  customer_name: words,
  customer_purchase_ip: words,
  duplicate_charge_explanation: words,
  duplicate_charge_id: words,
  product_description: words,
  refund_policy_disclosure: words,
  refund_refusal_explanation: words,
  service_date: words,
  shipping_address: words,
  shipping_carrier: words,
  shipping_date: words,
  shipping_tracking_number: words,
  uncategorized_text: words,
  ...notYetParams("cancellation_policy", "customer_communication", "customer_signature", "enhanced_evidence"),
  ...notYetParams("duplicate_charge_documentation", "receipt", "refund_policy", "service_documentation", "appeal"),
  ...notYetParams("shipping_documentation", "uncategorized_file"),
});

function getDispute(tx: Tx, id: string): Dispute {
  const dispute = tx.find("dispute", id);
  if (!dispute) throw resourceMissing("dispute", id, "dispute");
  return dispute;
}

function isInquiry(dispute: Dispute): boolean {
  return dispute.status.startsWith("warning_");
}

/** Ends a dispute. The money of a chargeback comes back only when it is won. */
function closeDispute(tx: Tx, dispute: Dispute, status: "won" | "lost" | "warning_closed"): Dispute {
  const facts = tx.get("dispute_facts", dispute.id);
  tx.put("dispute_facts", { ...facts, dueAt: null });
  if (status !== "won") return tx.update("dispute", dispute, { status }, "charge.dispute.closed");
  const balance_transactions = [...dispute.balance_transactions, bookDispute(tx, dispute, 1)];
  const won = tx.update("dispute", dispute, { status, balance_transactions }, "charge.dispute.closed");
  tx.emit("charge.dispute.funds_reinstated", won);
  return won;
}

/** What time brings: the issuer decides, or nobody answered. */
export function settleDispute(tx: Tx, id: string): void {
  const { outcome } = tx.get("dispute_facts", id);
  const dispute = tx.get("dispute", id);
  if (outcome !== "escalated") {
    closeDispute(tx, dispute, isInquiry(dispute) ? "warning_closed" : outcome);
    return;
  }
  tx.put("dispute_facts", { id, dueAt: tx.now + reviewDays * day, outcome: "lost" });
  const balance_transactions = [bookDispute(tx, dispute, -1)];
  const changes = { status: "needs_response", balance_transactions, is_charge_refundable: false } as const;
  const escalated = tx.update("dispute", dispute, changes, "charge.dispute.updated");
  tx.emit("charge.dispute.funds_withdrawn", escalated);
}

type Given = { evidence: Partial<DisputeEvidence> | undefined; submit: boolean };

/** Evidence is a draft until it is submitted, which happens once. */
function decideEvidence(tx: Tx, dispute: Dispute, { evidence, submit }: Given): Partial<Dispute> {
  if (!evidence && !submit) return {};
  if (!answerable.includes(dispute.status)) {
    throw invalidRequest("This dispute is already closed or its evidence was already submitted.", {
      param: "evidence",
    });
  }
  const details = dispute.evidence_details;
  const whole = { ...dispute.evidence, ...given(evidence ?? {}) };
  const drafted = { evidence: whole, evidence_details: { ...details, has_evidence: true } };
  if (!submit) return drafted;
  const decided = testWords[whole.uncategorized_text ?? ""];
  const dueAt = decided ? tx.now + 1 : tx.now + reviewDays * day;
  tx.put("dispute_facts", {
    id: dispute.id,
    dueAt,
    outcome: decided ?? (isInquiry(dispute) ? "warning_closed" : "lost"),
  });
  return {
    evidence: whole,
    evidence_details: {
      ...details,
      has_evidence: true,
      submission_count: details.submission_count + 1,
      submission_method: "manual",
    },
    status: isInquiry(dispute) ? "warning_under_review" : "under_review",
  };
}

export const disputeEndpoints = [
  endpoint({ method: "GET", path: "/v1/disputes/:id", params: {}, run: (tx, _params, id) => getDispute(tx, id) }),
  endpoint({
    method: "POST",
    path: "/v1/disputes/:id",
    params: { evidence: evidenceParam, metadata, submit: boolean, intended_submission_method: notYet },
    run: (tx, params, id) => {
      const before = getDispute(tx, id);
      const { evidence } = params;
      const changes = {
        // Evidence without a word about submitting is submitted, as with Stripe.
        ...decideEvidence(tx, before, { evidence, submit: params.submit ?? evidence !== undefined }),
        metadata: mergeMetadata(before.metadata, params.metadata),
      };
      return tx.update("dispute", before, changes, "charge.dispute.updated");
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/disputes/:id/close",
    params: {},
    run: (tx, _params, id) => {
      const dispute = getDispute(tx, id);
      if (!answerable.includes(dispute.status)) throw invalidRequest("This dispute is already closed or under review.");
      return closeDispute(tx, dispute, isInquiry(dispute) ? "warning_closed" : "lost");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/disputes",
    params: { ...listParams, charge: text(), created: range, payment_intent: text() },
    run: (tx, params) =>
      page(
        tx.store.all("dispute"),
        (dispute) =>
          (!params.charge || dispute.charge === params.charge) &&
          (!params.payment_intent || dispute.payment_intent === params.payment_intent) &&
          isInRange(dispute.created, params.created),
        params,
        "/v1/disputes",
      ),
  }),
];
