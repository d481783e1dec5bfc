import { type CardEntry, type Decline, decideAttach, readCardEntry } from "../billing/cards";
import { payInvoice } from "../billing/pay-invoice";
import { syncEntitlements } from "../billing/sync-entitlements";
import type { Sandbox } from "../core/sandbox";
import type { Tx } from "../core/tx";
import type { Customer, PortalConfiguration, Subscription } from "../core/wire";
import { collectChange } from "../resources/collect-change";
import { cancellationReasons, decideEnding, endSubscription } from "../resources/end-subscription";
import { createCard } from "../resources/new-payment-method";
import { attachPaymentMethod } from "../resources/payment-methods";
import { readChoice, switchTo } from "./portal-plans";

const reasons: readonly string[] = cancellationReasons;

/** A subscription of this customer that still runs; null for anyone else's id. */
function findRunning(tx: Tx, customer: Customer, id: string | null): Subscription | null {
  const subscription = tx.find("subscription", id ?? "");
  return subscription?.customer === customer.id && subscription.ended_at === null ? subscription : null;
}

/**
 * Asks for the end at the end of the period, or takes that back. Stripe's page ends a subscription by date: it sets
 * `cancel_at` and leaves `cancel_at_period_end` as it was.
 */
export function setEnding(tx: Tx, customer: Customer, id: string | null, ends: boolean, reason: Reason = null): void {
  const subscription = findRunning(tx, customer, id);
  if (!subscription) return;
  const input = ends ? ({ cancel_at: "min_period_end" } as const) : { cancel_at: null };
  const ending = decideEnding(tx, subscription, input);
  const details = ending.cancellation_details;
  const changes = { ...ending, ...(details && ends ? { cancellation_details: { ...details, feedback: reason } } : {}) };
  tx.update("subscription", subscription, changes, "customer.subscription.updated");
}

type Reason = NonNullable<Subscription["cancellation_details"]>["feedback"];
type Features = PortalConfiguration["features"];

/** Cancels as the configuration says: at the end of the period, or at once and with credit for what was not used. */
export function cancelAsConfigured(tx: Tx, customer: Customer, id: string | null, features: Features, reason: string) {
  const { mode, proration_behavior, cancellation_reason } = features.subscription_cancel;
  const feedback = cancellation_reason.enabled && reasons.includes(reason) ? reason : null;
  if (mode !== "immediately") {
    setEnding(tx, customer, id, true, feedback);
    return;
  }
  const subscription = findRunning(tx, customer, id);
  if (!subscription) return;
  const details = subscription.cancellation_details;
  const leaving = { ...subscription, cancellation_details: details && { ...details, feedback } };
  const prorates = proration_behavior !== "none";
  endSubscription(tx, leaving, { prorates, invoices: proration_behavior === "always_invoice" });
}

/** Puts a subscription on what the configuration offers and the customer chose, and collects what that costs at once. */
export function switchPlan(
  sandbox: Sandbox,
  tx: Tx,
  customer: Customer,
  form: URLSearchParams,
  config: PortalConfiguration,
) {
  const subscription = findRunning(tx, customer, form.get("subscription"));
  const choice = subscription && readChoice(sandbox, config, subscription, form);
  if (!subscription || !choice) return;
  const { draft } = switchTo(tx, subscription, choice, config.features.subscription_update);
  collectChange(tx, draft, undefined);
  syncEntitlements(tx, customer.id);
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
