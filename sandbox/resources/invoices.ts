import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Invoice } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { isInRange, notYet, oneOf, range, text } from "../http/params";

function getInvoice(tx: Tx, id: string): Invoice {
  const invoice = tx.find("invoice", id);
  if (!invoice) throw resourceMissing("invoice", id, "invoice");
  return invoice;
}

export const invoiceEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/invoices/:id",
    params: {},
    run: (tx, _params, id) => getInvoice(tx, id),
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoices",
    params: {
      ...listParams,
      collection_method: oneOf("charge_automatically", "send_invoice"),
      created: range,
      customer: text(),
      customer_account: notYet,
      due_date: notYet,
      status: oneOf("draft", "open", "paid", "uncollectible", "void"),
      subscription: text(),
    },
    run: (tx, params) =>
      page(
        tx.store.all("invoice"),
        (invoice) =>
          (!params.customer || invoice.customer === params.customer) &&
          (!params.subscription || subscriptionOf(invoice) === params.subscription) &&
          (!params.status || invoice.status === params.status) &&
          (!params.collection_method || invoice.collection_method === params.collection_method) &&
          isInRange(invoice.created, params.created),
        params,
        "/v1/invoices",
      ),
  }),
];
