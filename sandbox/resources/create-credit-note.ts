import { addToBalance } from "../billing/customer-balance";
import { settleInvoice } from "../billing/pay-invoice";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { CreditNote, CreditNoteLine, Invoice } from "../core/wire";
import { invalidRequest, resourceMissing } from "../http/errors";
import {
  array,
  integer,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  type Params,
  required,
  text,
} from "../http/params";
import { getCharge } from "./charges";
import { invoicePaymentId } from "./invoice-payments";
import { mergeMetadata } from "./metadata";
import { createRefund } from "./refunds";

export const createCreditNoteParams = {
  amount: integer({ min: 0 }),
  credit_amount: integer({ min: 0 }),
  email_type: oneOf("credit_note", "none"),
  invoice: required(text()),
  lines: array(
    object({
      amount: integer({ min: 0 }),
      description: text(),
      invoice_line_item: text(),
      metadata,
      quantity: integer({ min: 0 }),
      type: required(oneOf("custom_line_item", "invoice_line_item")),
      unit_amount: integer(),
      ...notYetParams("tax_amounts", "tax_rates", "unit_amount_decimal"),
    }),
    250,
  ),
  memo: text(),
  metadata,
  out_of_band_amount: integer({ min: 0 }),
  reason: oneOf("duplicate", "fraudulent", "order_change", "product_unsatisfactory"),
  refund_amount: integer({ min: 0 }),
  refunds: array(
    object({
      amount_refunded: integer({ min: 1 }),
      refund: required(text()),
      type: oneOf("refund"),
      payment_record_refund: notYet,
    }),
    20,
  ),
  effective_at: notYet,
  shipping_cost: notYet,
};
type CreateParams = Params<typeof createCreditNoteParams>;

function readLines(params: CreateParams, invoice: Invoice): CreditNoteLine[] {
  const whole = { type: "custom_line_item", amount: params.amount, description: undefined } as const;
  return (params.lines ?? [whole]).map((input) => {
    const { quantity = 1, unit_amount } = { quantity: undefined, unit_amount: undefined, ...input };
    const of = "invoice_line_item" in input ? input.invoice_line_item : undefined;
    const billed = invoice.lines.data.find((line) => line.id === of);
    if (of && !billed) throw resourceMissing("line item", of, "lines", 400);
    const counted = unit_amount === undefined ? undefined : unit_amount * quantity;
    const amount = input.amount ?? counted ?? billed?.amount;
    if (amount === undefined) throw invalidRequest("A credit note needs an amount or lines.", { param: "amount" });
    const unit = unit_amount ?? (quantity > 0 ? amount / quantity : amount);
    return {
      id: newId("cnli"),
      object: "credit_note_line_item",
      amount,
      description: input.description ?? billed?.description ?? null,
      discount_amount: 0,
      discount_amounts: [],
      invoice_line_item: of,
      livemode: false,
      metadata: {},
      pretax_credit_amounts: [],
      quantity,
      tax_rates: [],
      taxes: [],
      type: input.type,
      unit_amount: Math.round(unit),
      unit_amount_decimal: String(unit),
    };
  });
}

/** How much of what was paid for an invoice has been credited already, and how much may still be. */
function creditable(tx: Tx, invoice: Invoice): number {
  const notes = tx.filter("credit_note", (note) => note.invoice === invoice.id && note.status === "issued");
  return invoice.total - notes.reduce((sum, note) => sum + note.amount, 0);
}

/**
 * Credits part of an invoice: an open one is owed that much less; what was paid goes back as a refund, to the customer's
 * balance, or outside of Stripe, as asked for. Nothing asked for is all to the balance.
 */
export function createCreditNote(tx: Tx, params: CreateParams, invoice: Invoice): CreditNote {
  const lines = readLines(params, invoice);
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  if (amount > creditable(tx, invoice)) {
    throw invalidRequest("The sum of credits may not be greater than the invoice's total.", { param: "amount" });
  }
  const id = newId("cn");
  const isOpen = invoice.status === "open" || invoice.status === "uncollectible";
  const refunds = refundsFor(tx, params, invoice, isOpen);
  const refunded = refunds.reduce((sum, refund) => sum + refund.amount_refunded, 0);
  const outside = params.out_of_band_amount ?? 0;
  const credited = params.credit_amount ?? (isOpen ? 0 : amount - refunded - outside);
  if (!isOpen && (credited < 0 || credited + refunded + outside !== amount)) {
    const message = "The credit, refund and out of band amounts must add up to the amount of the credit note.";
    throw invalidRequest(message, { param: "amount" });
  }
  const entry =
    isOpen || credited === 0
      ? null
      : addToBalance(tx, tx.get("customer", invoice.customer), {
          amount: -credited,
          currency: invoice.currency,
          type: "credit_note",
          creditNote: id,
          invoice: invoice.id,
        });
  const count = tx.filter("credit_note", (note) => note.invoice === invoice.id).length + 1;
  const note: CreditNote = {
    id,
    object: "credit_note",
    amount,
    amount_shipping: 0,
    created: tx.now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    customer_balance_transaction: entry?.id ?? null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: tx.now,
    invoice: invoice.id,
    lines: { object: "list", data: lines, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: params.memo ?? null,
    metadata: mergeMetadata({}, params.metadata),
    number: `${invoice.number}-CN-${String(count).padStart(2, "0")}`,
    out_of_band_amount: params.out_of_band_amount ?? null,
    pdf: `${tx.origin}/i/${invoice.id}/pdf?note=${id}`,
    post_payment_amount: isOpen ? 0 : amount,
    pre_payment_amount: isOpen ? amount : 0,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds,
    shipping_cost: null,
    status: "issued",
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: isOpen ? "pre_payment" : "post_payment",
    voided_at: null,
  };
  tx.create("credit_note", note, "credit_note.created");
  applyCredit(tx, invoice, isOpen, amount);
  return note;
}

/** Refunds what a credit note gives back of a payment, or takes in the refunds that were made already. */
function refundsFor(tx: Tx, params: CreateParams, invoice: Invoice, isOpen: boolean): CreditNote["refunds"] {
  if (isOpen && (params.refund_amount || params.refunds?.length)) {
    throw invalidRequest("Nothing of an open invoice can be refunded: it is not paid yet.", { param: "refund_amount" });
  }
  const linked = (params.refunds ?? []).map(({ refund: id, amount_refunded }) => {
    const refund = tx.find("refund", id);
    if (!refund) throw resourceMissing("refund", id, "refunds", 400);
    return { id, amount: amount_refunded ?? refund.amount };
  });
  const payment = tx.find("invoice_payment", invoicePaymentId(invoice.id));
  const intent = tx.find("payment_intent", payment?.payment.payment_intent ?? "");
  if (params.refund_amount && !intent?.latest_charge) {
    throw invalidRequest("This invoice was paid without a charge that could be refunded.", { param: "refund_amount" });
  }
  const made =
    params.refund_amount && intent?.latest_charge
      ? [createRefund(tx, getCharge(tx, intent.latest_charge), { amountMinor: params.refund_amount })]
      : [];
  return [...linked, ...made].map(({ id, amount }) => ({
    amount_refunded: amount,
    payment_record_refund: null,
    refund: id,
    type: "refund",
  }));
}

/** Carries a credit (or, below zero, its end) to the invoice, and settles one that owes nothing more. */
export function applyCredit(tx: Tx, invoice: Invoice, isOpen: boolean, amount: number): void {
  if (!isOpen) {
    const post_payment_credit_notes_amount = invoice.post_payment_credit_notes_amount + amount;
    tx.update("invoice", invoice, { post_payment_credit_notes_amount }, "invoice.updated");
    return;
  }
  const amount_due = Math.max(0, invoice.amount_due - amount);
  const after = tx.update(
    "invoice",
    invoice,
    {
      amount_due,
      amount_remaining: amount_due - invoice.amount_paid,
      pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + amount,
    },
    "invoice.updated",
  );
  const payment = tx.find("invoice_payment", invoicePaymentId(invoice.id));
  const intent = payment && tx.find("payment_intent", payment.payment.payment_intent ?? "");
  if (amount_due === 0 && invoice.amount_due > 0) settleInvoice(tx, after, null);
  else if (intent && payment && amount_due > 0) {
    tx.update("payment_intent", intent, { amount: amount_due }, null);
    tx.update("invoice_payment", payment, { amount_requested: amount_due }, null);
  }
}
