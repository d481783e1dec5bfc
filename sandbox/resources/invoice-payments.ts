import type { Tx } from "../core/tx";
import type { Invoice, InvoicePayment } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { notYet, oneOf, text } from "../http/params";

/** Each invoice has at most one payment here, so its id follows from the invoice's. */
export function invoicePaymentId(invoice: string): string {
  return `inpay_${invoice.slice("in_".length)}`;
}

/** Ties an invoice to the payment intent that is to pay it. */
export function createInvoicePayment(tx: Tx, invoice: Invoice, intent: string): InvoicePayment {
  const payment: InvoicePayment = {
    id: invoicePaymentId(invoice.id),
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: tx.now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent, type: "payment_intent" },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  };
  return tx.create("invoice_payment", payment, null);
}

export const invoicePaymentEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/invoice_payments/:id",
    params: {},
    run: (tx, _params, id) => {
      const payment = tx.find("invoice_payment", id);
      if (!payment) throw resourceMissing("invoice_payment", id);
      return payment;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoice_payments",
    params: {
      ...listParams,
      invoice: text(),
      status: oneOf("canceled", "open", "paid"),
      payment: notYet,
      created: notYet,
    },
    run: (tx, params) =>
      page(
        tx.store.all("invoice_payment"),
        (payment) =>
          (!params.invoice || payment.invoice === params.invoice) &&
          (!params.status || payment.status === params.status),
        params,
        "/v1/invoice_payments",
      ),
  }),
];
