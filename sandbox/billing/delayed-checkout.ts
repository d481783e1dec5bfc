import type { Tx } from "../core/tx";
import type { CheckoutSession, PaymentIntent } from "../core/wire";

/** Sessions that were completed before their money had come. */
function waitingSessions(tx: Tx, intent: PaymentIntent): CheckoutSession[] {
  // A subscription's session does not name the intent of its first invoice; the intent knows where it came from.
  const session = tx.find("checkout.session", tx.find("intent_facts", intent.id)?.checkoutSession ?? "");
  const sessions = session ? [session] : tx.related("checkout.session", "intent", intent.id);
  return sessions.filter((session) => session.status === "complete" && session.payment_status === "unpaid");
}

export function payDelayedCheckout(tx: Tx, intent: PaymentIntent): void {
  for (const session of waitingSessions(tx, intent)) {
    tx.update("checkout.session", session, { payment_status: "paid" }, "checkout.session.async_payment_succeeded");
  }
}

export function failDelayedCheckout(tx: Tx, intent: PaymentIntent): void {
  for (const session of waitingSessions(tx, intent)) tx.emit("checkout.session.async_payment_failed", session);
}
