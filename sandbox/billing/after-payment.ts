import type { Tx } from "../core/tx";
import type { PaymentIntent } from "../core/wire";
import { bookPayment, getCharge } from "../resources/charges";
import { disputeIfSo, failIntent } from "./attempt-payment";
import { failDelayedCheckout, payDelayedCheckout } from "./delayed-checkout";
import { failLateInvoicePayment, settleInvoice } from "./pay-invoice";

/** Carries an intent that has succeeded on its own, without its invoice asking for it, to what it pays. */
export function settleWhatItPays(tx: Tx, intent: PaymentIntent): void {
  if (intent.status !== "succeeded") return;
  for (const payment of tx.related("invoice_payment", "intent", intent.id)) {
    const invoice = tx.get("invoice", payment.invoice);
    if (invoice.status === "open") settleInvoice(tx, invoice, intent);
  }
}

/** Tells of an intent that failed on its own. */
export function failWhatItPays(tx: Tx, intent: PaymentIntent): void {
  for (const payment of tx.related("invoice_payment", "intent", intent.id)) {
    const invoice = tx.get("invoice", payment.invoice);
    if (invoice.status === "open") tx.emit("invoice.payment_failed", invoice);
  }
}

/** What the bank answers to a debit, or the end of an authorisation that nobody captured. */
export function settleLatePayment(tx: Tx, id: string): void {
  const facts = tx.get("payment_facts", id);
  const intent = tx.get("payment_intent", id);
  tx.put("payment_facts", { ...facts, dueAt: null });
  if (facts.outcome === "expires") {
    if (intent.status === "requires_capture") releaseAuthorisation(tx, intent, "automatic");
    return;
  }
  if (intent.status !== "processing") return;
  const charge = getCharge(tx, intent.latest_charge ?? "");
  const method = tx.get("payment_method", intent.payment_method ?? "");
  if (facts.outcome === "fails") {
    const decline = {
      code: "payment_intent_payment_attempt_failed",
      declineCode: null,
      message: "The payment attempt failed: the bank returned the debit.",
    };
    const failure = { failure_code: "insufficient_funds", failure_message: decline.message, status: "failed" } as const;
    const failedCharge = tx.update("charge", charge, { ...failure, captured: false }, "charge.failed");
    failIntent(tx, intent, method, decline, failedCharge);
    for (const payment of tx.related("invoice_payment", "intent", intent.id)) {
      const invoice = tx.get("invoice", payment.invoice);
      if (invoice.status === "open") failLateInvoicePayment(tx, invoice, decline);
    }
    failDelayedCheckout(tx, intent);
    return;
  }
  const paid = { amount_captured: charge.amount, paid: true, status: "succeeded" } as const;
  const balance_transaction = bookPayment(tx, charge.id, intent, method, charge.amount);
  const succeededCharge = tx.update("charge", charge, { ...paid, balance_transaction }, "charge.succeeded");
  const changes = { amount_received: intent.amount, status: "succeeded" } as const;
  const succeeded = tx.update("payment_intent", intent, changes, "payment_intent.succeeded");
  settleWhatItPays(tx, succeeded);
  payDelayedCheckout(tx, succeeded);
  if (facts.disputed) disputeIfSo(tx, succeededCharge, "disputed");
}

/** Gives back what an uncaptured authorisation held. No money had moved. */
export function releaseAuthorisation(
  tx: Tx,
  intent: PaymentIntent,
  reason: PaymentIntent["cancellation_reason"],
): PaymentIntent {
  const charge = getCharge(tx, intent.latest_charge ?? "");
  tx.update(
    "charge",
    charge,
    { amount_refunded: charge.amount, refunded: true },
    reason === "automatic" ? "charge.expired" : "charge.refunded",
  );
  const changes = {
    amount_capturable: 0,
    canceled_at: tx.now,
    cancellation_reason: reason,
    status: "canceled",
  } as const;
  return tx.update("payment_intent", intent, changes, "payment_intent.canceled");
}
