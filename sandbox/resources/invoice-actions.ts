import { retotal } from "../billing/create-invoice";
import { finalizeInvoice } from "../billing/finalize-invoice";
import { createInvoiceItem } from "../billing/invoice-items";
import { itemLine } from "../billing/invoice-lines";
import { payInvoice, settleInvoice } from "../billing/pay-invoice";
import { dropPayment, markUncollectible, voidInvoice } from "../billing/void-invoice";
import type { Tx } from "../core/tx";
import type { Invoice } from "../core/wire";
import { endpoint } from "../http/endpoint";
import { cardError, invalidRequest, resourceMissing } from "../http/errors";
import { array, boolean, notYet, notYetParams, object, required, text } from "../http/params";
import { itemParams, readAmount } from "./invoice-items";
import { getInvoice } from "./invoices";
import { mergeMetadata } from "./metadata";
import { findOrMakeMethod } from "./payment-methods";

function requireStatus(invoice: Invoice, allowed: Invoice["status"][], verb: string): void {
  if (allowed.includes(invoice.status)) return;
  throw invalidRequest(`You can't ${verb} an invoice whose status is ${invoice.status}.`, {
    code: invoice.status === "draft" ? "invoice_no_customer_line_items" : "invoice_not_editable",
  });
}

/** Finalises an invoice that the API was asked to; one that owes nothing is paid with it. */
function finalizeByHand(tx: Tx, draft: Invoice): Invoice {
  const invoice = finalizeInvoice(tx, draft, { chargesLater: draft.auto_advance ?? false });
  return invoice.amount_due === 0 ? settleInvoice(tx, invoice, null) : invoice;
}

const line = object({
  ...itemParams,
  invoice_item: notYet,
  ...notYetParams("discounts", "quantity_decimal", "tax_amounts", "tax_rates"),
});

export const invoiceActionEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id/finalize",
    params: { auto_advance: boolean },
    run: (outer, params, id) => {
      const draft = getInvoice(outer, id);
      requireStatus(draft, ["draft"], "finalize");
      const { auto_advance = draft.auto_advance } = params;
      return finalizeByHand(outer.on(draft.test_clock), { ...draft, auto_advance });
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id/send",
    params: {},
    run: (outer, _params, id) => {
      const before = getInvoice(outer, id);
      const tx = outer.on(before.test_clock);
      if (before.collection_method !== "send_invoice") {
        throw invalidRequest("You can only manually send an invoice if its collection method is 'send_invoice'.");
      }
      requireStatus(before, ["draft", "open"], "send");
      const invoice = before.status === "draft" ? finalizeByHand(tx, before) : before;
      tx.emit("invoice.sent", invoice);
      return invoice;
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id/pay",
    params: {
      off_session: boolean,
      paid_out_of_band: boolean,
      payment_method: text(),
      ...notYetParams("forgive", "mandate", "source"),
    },
    run: (outer, params, id) => {
      const before = getInvoice(outer, id);
      const tx = outer.on(before.test_clock);
      if (before.status === "paid") throw invalidRequest("Invoice is already paid");
      requireStatus(before, ["draft", "open", "uncollectible"], "pay");
      const invoice = before.status === "draft" ? finalizeInvoice(tx, before) : before;
      if (params.paid_out_of_band) {
        dropPayment(tx, invoice, "abandoned");
        return settleInvoice(tx, invoice, null);
      }
      const method = params.payment_method ? findOrMakeMethod(tx, params.payment_method) : null;
      if (method?.customer && method.customer !== invoice.customer) {
        throw resourceMissing("PaymentMethod", method.id, "payment_method", 400);
      }
      const decline = payInvoice(tx, invoice, "by_hand", method?.id ?? null);
      if (!decline) return tx.get("invoice", id);
      // A card's refusal has left its charge behind; a missing card has left nothing, also no finalised invoice.
      const refusal = cardError(decline);
      if (decline.code === "invoice_no_payment_method") throw refusal;
      return refusal;
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id/void",
    params: {},
    run: (outer, _params, id) => {
      const invoice = getInvoice(outer, id);
      requireStatus(invoice, ["open", "uncollectible"], "void");
      return voidInvoice(outer.on(invoice.test_clock), invoice);
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id/mark_uncollectible",
    params: {},
    run: (outer, _params, id) => {
      const invoice = getInvoice(outer, id);
      requireStatus(invoice, ["open"], "mark as uncollectible");
      return markUncollectible(outer.on(invoice.test_clock), invoice);
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id/add_lines",
    params: { invoice_metadata: notYet, lines: required(array(line, 250)) },
    run: (outer, params, id) => {
      const draft = getInvoice(outer, id);
      requireStatus(draft, ["draft"], "add lines to");
      const tx = outer.on(draft.test_clock);
      const added = params.lines.map((input) => {
        const read = readAmount(tx, input);
        const item = createInvoiceItem(tx, {
          customer: tx.get("customer", draft.customer),
          amount: read.amount,
          currency: draft.currency,
          description: input.description ?? read.description,
          discountable: input.discountable ?? read.amount >= 0,
          invoice: id,
          metadata: mergeMetadata({}, input.metadata),
          period: input.period,
          pricing: read.pricing,
          quantity: input.quantity,
        });
        return itemLine(id, item);
      });
      return tx.update("invoice", draft, retotal(tx, draft, [...draft.lines.data, ...added]), "invoice.updated");
    },
  }),
];
