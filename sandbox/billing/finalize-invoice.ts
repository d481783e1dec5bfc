import type { Tx } from "../core/tx";
import type { Invoice } from "../core/wire";
import { createInvoicePayment } from "../resources/invoice-payments";
import { createPaymentIntent } from "../resources/new-payment-intent";
import { retotal } from "./create-invoice";
import { addToBalance } from "./customer-balance";
import { endDiscount } from "./discounts";

const hour = 3_600;

type Options = {
  /** The intent that has already taken the money, where a checkout paid before there was an invoice. */
  paidBy?: string | null;
  /** Whether a charge follows by itself an hour later. Left out, the caller sees to it. */
  chargesLater?: boolean;
};

/**
 * Makes a draft binding: gives it its number, settles it with the customer's balance, uses up discounts that hold once,
 * and, when something is left to pay, makes the payment intent that will pay it.
 */
export function finalizeInvoice(
  tx: Tx,
  stale: Invoice,
  { paidBy = null, chargesLater = false }: Options = {},
): Invoice {
  const customer = tx.get("customer", stale.customer);
  const draft: Invoice = { ...stale, ...retotal(tx, stale, stale.lines.data) };
  const sequence = customer.next_invoice_sequence ?? 1;
  const number = `${customer.invoice_prefix ?? "SANDBOX"}-${String(sequence).padStart(4, "0")}`;
  const counted = tx.update("customer", customer, { next_invoice_sequence: sequence + 1 }, null);
  const amountDue = paidBy ? tx.get("payment_intent", paidBy).amount : draft.amount_due;
  const change = draft.total - amountDue;
  if (change !== 0) {
    addToBalance(tx, counted, {
      amount: change,
      currency: draft.currency,
      type: "applied_to_invoice",
      invoice: draft.id,
    });
  }
  if (amountDue > 0) {
    const intent =
      paidBy ??
      createPaymentIntent(tx, {
        customer: customer.id,
        amountMinor: amountDue,
        currency: draft.currency,
        description: draft.billing_reason === "subscription_create" ? "Subscription creation" : "Subscription update",
      }).id;
    createInvoicePayment(tx, { ...draft, amount_due: amountDue }, intent);
  }
  spendDiscounts(tx, draft);
  const charges = chargesLater && draft.collection_method === "charge_automatically";
  return tx.update(
    "invoice",
    stale,
    {
      ...draft,
      amount_due: amountDue,
      amount_remaining: amountDue,
      automatically_finalizes_at: null,
      effective_at: tx.now,
      ending_balance: draft.starting_balance + change,
      hosted_invoice_url: `${tx.origin}/i/${draft.id}`,
      invoice_pdf: `${tx.origin}/i/${draft.id}/pdf`,
      next_payment_attempt: charges ? tx.now + hour : null,
      number,
      status: "open",
      status_transitions: { ...draft.status_transitions, finalized_at: tx.now },
    },
    "invoice.finalized",
  );
}

/** A coupon that holds once is gone with the first invoice that it made cheaper. */
function spendDiscounts(tx: Tx, invoice: Invoice): void {
  for (const { amount, discount } of invoice.total_discount_amounts) {
    const used = tx.get("discount", discount);
    if (amount > 0 && tx.get("coupon", used.source.coupon).duration === "once") endDiscount(tx, used);
  }
}
