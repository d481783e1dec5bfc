import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Invoice, PaymentIntent, Subscription } from "../core/wire";
import { invoicePaymentId } from "../resources/invoice-payments";
import { cardBehaviour } from "../resources/payment-methods";
import { attemptPayment } from "./attempt-payment";
import { cancelSubscription } from "./cancel-subscription";
import type { Decline } from "./cards";

const day = 86_400;

/**
 * Days from one failed attempt to the next. After the last one the subscription is canceled and its invoice stays
 * open. Fixed and published, unlike Stripe's Smart Retries, so that a story told twice ends the same.
 */
const retryDays = [3, 5, 7] as const;

const noPaymentMethod: Decline = {
  code: "invoice_no_payment_method",
  declineCode: null,
  message: "This customer has no attached payment source or default payment method.",
};

/**
 * Tries to collect an open invoice once, and carries the outcome to its subscription. Null when it was paid. An attempt
 * "by_hand" (by the customer or the API) that fails leaves the schedule of automatic attempts as it was.
 */
export function payInvoice(tx: Tx, invoice: Invoice, attempt: "scheduled" | "by_hand"): Decline | null {
  if (invoice.amount_due === 0) {
    settleInvoice(tx, invoice, null);
    return null;
  }
  const subscription = tx.get("subscription", subscriptionOf(invoice) ?? "");
  const payment = tx.get("invoice_payment", invoicePaymentId(invoice.id));
  const intent = tx.get("payment_intent", payment.payment.payment_intent ?? "");
  const methodId = defaultPaymentMethod(tx, subscription);
  const outcome = methodId
    ? attemptPayment(tx, intent, tx.get("payment_method", methodId), cardBehaviour(tx, methodId))
    : { intent, decline: noPaymentMethod };
  if (outcome.decline && attempt === "by_hand") tx.emit("invoice.payment_failed", invoice);
  else if (outcome.decline) recordFailure(tx, invoice, subscription);
  else settleInvoice(tx, invoice, outcome.intent);
  return outcome.decline;
}

/** Marks a finalised invoice as paid: by an intent that succeeded, or by nothing when there was nothing to pay. */
export function settleInvoice(tx: Tx, invoice: Invoice, intent: PaymentIntent | null): Invoice {
  const paid = tx.update(
    "invoice",
    invoice,
    {
      amount_paid: invoice.amount_due,
      amount_remaining: 0,
      attempt_count: intent ? invoice.attempt_count + 1 : invoice.attempt_count,
      attempted: true,
      auto_advance: false,
      next_payment_attempt: null,
      status: "paid",
      status_transitions: { ...invoice.status_transitions, paid_at: tx.now },
    },
    "invoice.paid",
  );
  tx.emit("invoice.payment_succeeded", paid);
  const payment = tx.find("invoice_payment", invoicePaymentId(invoice.id));
  if (payment) {
    tx.update(
      "invoice_payment",
      payment,
      {
        amount_paid: invoice.amount_due,
        status: "paid",
        status_transitions: { ...payment.status_transitions, paid_at: tx.now },
      },
      "invoice_payment.paid",
    );
  }
  const subscription = tx.get("subscription", subscriptionOf(invoice) ?? "");
  if (subscription.status === "past_due" && subscription.latest_invoice === invoice.id) {
    tx.update("subscription", subscription, { status: "active" }, "customer.subscription.updated");
    setDelinquent(tx, subscription.customer, false);
  }
  return paid;
}

function recordFailure(tx: Tx, invoice: Invoice, subscription: Subscription): void {
  const waitDays = retryDays[invoice.attempt_count];
  const givesUp = waitDays === undefined;
  tx.update(
    "invoice",
    invoice,
    {
      attempt_count: invoice.attempt_count + 1,
      attempted: true,
      auto_advance: !givesUp,
      next_payment_attempt: givesUp ? null : tx.now + waitDays * day,
    },
    "invoice.payment_failed",
  );
  setDelinquent(tx, subscription.customer, true);
  if (givesUp) {
    if (subscription.ended_at === null) cancelSubscription(tx, subscription, "payment_failed");
    return;
  }
  if (subscription.status === "active") {
    tx.update("subscription", subscription, { status: "past_due" }, "customer.subscription.updated");
  }
}

export function defaultPaymentMethod(tx: Tx, subscription: Subscription): string | null {
  const customer = tx.find("customer", subscription.customer);
  return subscription.default_payment_method ?? customer?.invoice_settings.default_payment_method ?? null;
}

function setDelinquent(tx: Tx, id: string, delinquent: boolean): void {
  const customer = tx.find("customer", id);
  if (customer) tx.update("customer", customer, { delinquent }, "customer.updated");
}
