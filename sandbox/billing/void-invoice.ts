import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Invoice } from "../core/wire";
import { invoicePaymentId } from "../resources/invoice-payments";
import { addToBalance } from "./customer-balance";

/** Cancels a finalised invoice for good: nobody owes it any more, and credit that it had used comes back. */
export function voidInvoice(tx: Tx, invoice: Invoice): Invoice {
  dropPayment(tx, invoice, "void_invoice");
  const used = invoice.total - invoice.amount_due;
  if (used !== 0 && invoice.status !== "draft") {
    addToBalance(tx, tx.get("customer", invoice.customer), {
      amount: -used,
      currency: invoice.currency,
      type: "unapplied_from_invoice",
      invoice: invoice.id,
    });
  }
  const voided = tx.update(
    "invoice",
    invoice,
    {
      auto_advance: false,
      next_payment_attempt: null,
      status: "void",
      status_transitions: { ...invoice.status_transitions, voided_at: tx.now },
    },
    "invoice.voided",
  );
  const subscription = tx.find("subscription", subscriptionOf(invoice) ?? "");
  if (subscription?.status === "incomplete" && subscription.latest_invoice === invoice.id) {
    const ended = { status: "incomplete_expired", ended_at: tx.now } as const;
    tx.update("subscription", subscription, ended, "customer.subscription.updated");
  }
  return voided;
}

/** Writes an invoice off. It may still be paid, and then counts as paid. */
export function markUncollectible(tx: Tx, invoice: Invoice): Invoice {
  return tx.update(
    "invoice",
    invoice,
    {
      auto_advance: false,
      next_payment_attempt: null,
      status: "uncollectible",
      status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: tx.now },
    },
    "invoice.marked_uncollectible",
  );
}

/** Cancels the payment intent that was to pay an invoice. */
export function dropPayment(tx: Tx, invoice: Invoice, reason: "void_invoice" | "abandoned"): void {
  const payment = tx.find("invoice_payment", invoicePaymentId(invoice.id));
  const intent = payment && tx.find("payment_intent", payment.payment.payment_intent ?? "");
  if (!payment || !intent || intent.status === "succeeded" || intent.status === "canceled") return;
  tx.update(
    "payment_intent",
    intent,
    { canceled_at: tx.now, cancellation_reason: reason, next_action: null, status: "canceled" },
    "payment_intent.canceled",
  );
  const status_transitions = { ...payment.status_transitions, canceled_at: tx.now };
  tx.update("invoice_payment", payment, { status: "canceled", status_transitions }, null);
}
