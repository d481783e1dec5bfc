import { type CardEntry, type Decline, decideAttach, readCardEntry } from "../billing/cards";
import { payInvoice } from "../billing/pay-invoice";
import type { Tx } from "../core/tx";
import type { Customer, Subscription } from "../core/wire";
import { createCard } from "../resources/new-payment-method";
import { attachPaymentMethod } from "../resources/payment-methods";
import { decideEnding } from "../resources/subscriptions";

/** A subscription of this customer that still runs; null for anyone else's id. */
function findRunning(tx: Tx, customer: Customer, id: string | null): Subscription | null {
  const subscription = tx.find("subscription", id ?? "");
  return subscription?.customer === customer.id && subscription.ended_at === null ? subscription : null;
}

/**
 * Asks for the end at the end of the period, or takes that back. Stripe's page ends a subscription by date: it sets
 * `cancel_at` and leaves `cancel_at_period_end` as it was.
 */
export function setEnding(tx: Tx, customer: Customer, id: string | null, ends: boolean): void {
  const subscription = findRunning(tx, customer, id);
  if (!subscription) return;
  const input = ends ? ({ cancel_at: "min_period_end" } as const) : { cancel_at: null };
  tx.update("subscription", subscription, decideEnding(tx, subscription, input), "customer.subscription.updated");
}

/** Makes a new card the one that everything of this customer is charged to. Returns why it was refused, or null. */
export function updateCard(tx: Tx, customer: Customer, entry: CardEntry): Decline | null {
  const card = readCardEntry(entry, tx.now);
  if ("decline" in card) return card.decline;
  const refusal = decideAttach(card.read.card.behaviour);
  if (refusal) return refusal;
  const method = attachPaymentMethod(tx, createCard(tx, card.read), customer.id);
  const invoice_settings = { ...customer.invoice_settings, default_payment_method: method.id };
  tx.update("customer", customer, { invoice_settings }, "customer.updated");
  const running = tx.filter("subscription", (sub) => sub.customer === customer.id && sub.ended_at === null);
  for (const subscription of running) {
    const change = { default_payment_method: method.id };
    tx.update("subscription", subscription, change, "customer.subscription.updated");
  }
  return null;
}

/** Pays an open invoice of this customer now. Returns why that failed, or null. */
export function payOpenInvoice(tx: Tx, customer: Customer, id: string | null): Decline | null {
  const invoice = tx.find("invoice", id ?? "");
  return invoice?.customer === customer.id && invoice.status === "open" ? payInvoice(tx, invoice, "by_hand") : null;
}
