import type { CheckoutFacts } from "../core/facts";
import type { Tx } from "../core/tx";
import type { Invoice, PaymentIntent, Price, Subscription } from "../core/wire";
import type { Decline } from "./cards";
import type { DiscountInput } from "./discounts";
import { draftSubscription } from "./draft-subscription";
import { finalizeInvoice } from "./finalize-invoice";
import { payInvoice, settleInvoice } from "./pay-invoice";
import { syncEntitlements } from "./sync-entitlements";

const day = 86_400;
const incompleteSeconds = 23 * 3_600;

export type PaidSubscription = {
  customer: string;
  items: { price: Price; quantity: number }[];
  paymentMethod: string | null;
  metadata: Record<string, string>;
  description: string | null;
  trialPeriodDays: number | null;
  missingPaymentMethod: CheckoutFacts["missingPaymentMethod"];
  /** The intent that took the first payment, or is about to; null for a trial or a price of zero. */
  paidBy: PaymentIntent | null;
  discounts?: DiscountInput[];
};

/**
 * Starts a subscription whose first payment, if it needs one, has succeeded, and writes its first invoice as paid. While a
 * debit is still on its way it is `incomplete` and its invoice open; the money makes it active.
 */
export function startSubscription(tx: Tx, { trialPeriodDays, paidBy, ...input }: PaidSubscription): Subscription {
  const trialEnd = trialPeriodDays ? tx.now + trialPeriodDays * day : null;
  const waits = paidBy?.status === "processing";
  const status = trialEnd ? "trialing" : waits ? "incomplete" : "active";
  const { subscription, draft } = draftSubscription(tx, { ...input, trialEnd, status });
  const invoice = finalizeInvoice(tx, draft, { paidBy: paidBy?.id ?? null });
  if (waits) {
    const facts = { trialWillEndDueAt: null, ...tx.find("subscription_facts", subscription.id) };
    tx.put("subscription_facts", { ...facts, id: subscription.id, incompleteExpiresAt: tx.now + incompleteSeconds });
    tx.update("invoice", invoice, { attempted: true }, null);
  } else if (!paidBy && invoice.amount_due > 0) payInvoice(tx, invoice, "scheduled");
  else settleInvoice(tx, invoice, paidBy);
  syncEntitlements(tx, input.customer);
  return tx.get("subscription", subscription.id);
}

export type FirstPayment = "attempted" | "left_open";

/**
 * Collects the first invoice of a subscription that the API created. One that could not be paid leaves the subscription
 * `incomplete`, for at most 23 hours. Source: https://docs.stripe.com/billing/subscriptions/overview#subscription-lifecycle
 */
export function collectFirstInvoice(tx: Tx, id: string, draft: Invoice, payment: FirstPayment): Decline | null {
  const invoice = finalizeInvoice(tx, draft);
  const isSent = invoice.collection_method === "send_invoice";
  let decline: Decline | null = null;
  if (invoice.amount_due === 0) settleInvoice(tx, invoice, null);
  else if (!isSent) {
    const facts = { id, trialWillEndDueAt: null, ...tx.find("subscription_facts", id) };
    tx.put("subscription_facts", { ...facts, incompleteExpiresAt: tx.now + incompleteSeconds });
    if (payment === "attempted") decline = payInvoice(tx, invoice, "scheduled");
  }
  syncEntitlements(tx, invoice.customer);
  return decline;
}
