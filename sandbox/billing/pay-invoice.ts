import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Invoice, PaymentIntent, Subscription } from "../core/wire";
import { invoicePaymentId } from "../resources/invoice-payments";
import { cardBehaviour } from "../resources/payment-methods";
import { applyPendingUpdate } from "./apply-pending-update";
import { attemptPayment, type PaymentOutcome } from "./attempt-payment";
import { cancelSubscription } from "./cancel-subscription";
import type { Decline } from "./cards";
import { syncEntitlements } from "./sync-entitlements";

const day = 86_400;

/**
 * Days from one failed attempt to the next. After the last one the subscription is canceled and its invoice stays
 * open. Fixed and published, unlike Stripe's Smart Retries, so that a story told twice ends the same.
 */
const retryDays = [3, 5, 7] as const;

/**
 * Stripe's account-wide choice of what follows the last failed retry is made per subscription here, by this metadata:
 * "unpaid", "past_due", or nothing for canceled. A schedule decides about the end of its subscription by itself.
 */
const afterRetriesKey = "sandbox_after_retries";

const noPaymentMethod: Decline = {
  code: "invoice_no_payment_method",
  declineCode: null,
  message: "This customer has no attached payment source or default payment method.",
};

/** The bank wants to hear from the card's owner first; `/authenticate/:intent` asks. */
const actionRequired: Decline = {
  code: "invoice_payment_intent_requires_action",
  declineCode: null,
  message: "This payment requires additional user action before it can be completed successfully.",
};

/**
 * Tries to collect an open invoice once, and carries the outcome to its subscription. Null when it was paid. An attempt
 * "by_hand" (by the customer or the API) that fails leaves the schedule of automatic attempts as it was.
 */
export function payInvoice(
  tx: Tx,
  invoice: Invoice,
  attempt: "scheduled" | "by_hand",
  method: string | null = null,
): Decline | null {
  if (invoice.amount_remaining === 0) {
    settleInvoice(tx, invoice, null);
    return null;
  }
  const subscription = tx.find("subscription", subscriptionOf(invoice) ?? "");
  const payment = tx.get("invoice_payment", invoicePaymentId(invoice.id));
  const intent = tx.get("payment_intent", payment.payment.payment_intent ?? "");
  const methodId = method ?? invoice.default_payment_method ?? defaultPaymentMethod(tx, invoice.customer, subscription);
  const outcome = methodId
    ? asksItsOwner(attemptPayment(tx, intent, tx.get("payment_method", methodId), cardBehaviour(tx, methodId)))
    : { intent, decline: noPaymentMethod };
  if (outcome.decline && attempt === "by_hand") recordAttempt(tx, invoice, outcome.decline);
  else if (outcome.decline) recordFailure(tx, invoice, subscription, outcome.decline);
  else if (outcome.intent.status === "succeeded") settleInvoice(tx, invoice, outcome.intent);
  else tx.update("invoice", invoice, { attempted: true, next_payment_attempt: null }, null);
  return outcome.decline;
}

/** An attempt whose intent waits for the card's owner has not paid; the intent stays ready for the answer. */
function asksItsOwner(outcome: PaymentOutcome): PaymentOutcome {
  return outcome.intent.status === "requires_action" ? { ...outcome, decline: actionRequired } : outcome;
}

/** A debit that was on its way has failed: the next attempt follows as after any other. */
export function failLateInvoicePayment(tx: Tx, invoice: Invoice, decline: Decline): void {
  recordFailure(tx, invoice, tx.find("subscription", subscriptionOf(invoice) ?? ""), decline);
}

/** Marks a finalised invoice as paid: by an intent that succeeded, or by nothing when there was nothing to pay. */
export function settleInvoice(tx: Tx, invoice: Invoice, intent: PaymentIntent | null): Invoice {
  const paid = tx.update(
    "invoice",
    invoice,
    {
      amount_paid: invoice.amount_remaining,
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
        amount_paid: invoice.amount_remaining,
        status: "paid",
        status_transitions: { ...payment.status_transitions, paid_at: tx.now },
      },
      "invoice_payment.paid",
    );
  }
  const subscription = tx.find("subscription", subscriptionOf(invoice) ?? "");
  if (subscription?.latest_invoice === invoice.id) revive(tx, applyPendingUpdate(tx, subscription, invoice.id));
  return paid;
}

/** The latest invoice is paid: whatever was missing is there. */
function revive(tx: Tx, subscription: Subscription): void {
  const { status } = subscription;
  const isUntold = tx.find("subscription_facts", subscription.id)?.isUntold ?? false;
  if (status === "paused") {
    tx.update("subscription", subscription, { status: "active" }, "customer.subscription.resumed");
  } else if (status === "incomplete" || status === "past_due" || status === "unpaid") {
    const event = isUntold ? null : "customer.subscription.updated";
    tx.update("subscription", subscription, { status: "active" }, event);
  } else return;
  const customer = tx.find("customer", subscription.customer);
  if (customer?.delinquent) tx.update("customer", customer, { delinquent: false }, "customer.updated");
  syncEntitlements(tx, subscription.customer);
}

/** An attempt is counted either way; only a scheduled one decides about the next. */
function recordAttempt(tx: Tx, invoice: Invoice, decline: Decline, changes: Partial<Invoice> = {}): void {
  if (decline === noPaymentMethod && Object.keys(changes).length === 0) {
    tx.emit("invoice.payment_failed", invoice);
    return;
  }
  tx.update("invoice", invoice, { attempted: true, ...changes }, null);
  const tried = tx.get("invoice", invoice.id);
  if (decline === actionRequired) tx.emit("invoice.payment_action_required", tried);
  tx.emit("invoice.payment_failed", tried);
}

function recordFailure(tx: Tx, invoice: Invoice, subscription: Subscription | null, decline: Decline): void {
  const isFirstOfAll = subscription?.status === "incomplete";
  const waitDays = retryDays[invoice.attempt_count];
  const givesUp = waitDays === undefined || isFirstOfAll;
  recordAttempt(tx, invoice, decline, {
    attempt_count: invoice.attempt_count + 1,
    auto_advance: !givesUp,
    next_payment_attempt: givesUp ? null : tx.now + waitDays * day,
  });
  const customer = tx.find("customer", invoice.customer);
  if (customer && !isFirstOfAll) tx.update("customer", customer, { delinquent: true }, "customer.updated");
  if (!subscription || subscription.ended_at !== null || isFirstOfAll) return;
  if (givesUp) {
    giveUp(tx, subscription);
    return;
  }
  if (subscription.status === "active") {
    tx.update("subscription", subscription, { status: "past_due" }, "customer.subscription.updated");
  }
}

function giveUp(tx: Tx, subscription: Subscription): void {
  const choice = subscription.metadata[afterRetriesKey];
  if (choice === "unpaid") {
    tx.update("subscription", subscription, { status: "unpaid" }, "customer.subscription.updated");
    syncEntitlements(tx, subscription.customer);
  } else if (choice !== "past_due" && !subscription.schedule) cancelSubscription(tx, subscription, "payment_failed");
}

/** What a charge goes to: the subscription's own method, else the customer's. */
export function defaultPaymentMethod(tx: Tx, customer: string, subscription: Subscription | null): string | null {
  const payer = tx.find("customer", customer);
  const own = subscription?.default_payment_method ?? payer?.invoice_settings.default_payment_method;
  return own ?? payer?.default_source ?? null;
}
