import { retotal } from "../billing/create-invoice";
import { createInvoiceItem } from "../billing/invoice-items";
import { itemLine } from "../billing/invoice-lines";
import type { Tx } from "../core/tx";
import type { Customer, Invoice, InvoiceItem, Pricing } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import { boolean, integer, isInRange, metadata, notYetParams, object, range, required, text } from "../http/params";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { createInlinePrice, type PriceData, priceData } from "./new-price";
import { getPrice } from "./prices";

const period = object({ start: required(integer()), end: required(integer()) });

export const itemParams = {
  amount: integer(),
  currency: text(3),
  description: text(5_000),
  discountable: boolean,
  metadata,
  period,
  /** The older way to name a price. */
  price: text(),
  price_data: priceData,
  pricing: object({ price: text() }),
  quantity: integer({ min: 0 }),
  unit_amount: integer(),
};

/** What a caller's amount or price comes to. */
export function readAmount(
  tx: Tx,
  params: {
    amount?: number;
    unit_amount?: number;
    quantity?: number;
    price?: string;
    price_data?: PriceData;
    pricing?: { price?: string };
  },
): { amount: number; currency: string | null; pricing: Pricing | null; description: string | null } {
  const inline = params.price_data && createInlinePrice(tx, params.price_data, "price_data");
  const priceId = inline?.id ?? params.pricing?.price ?? params.price;
  const quantity = params.quantity ?? 1;
  if (priceId) {
    const price = getPrice(tx, priceId, "pricing[price]", 400);
    if (price.type !== "one_time") {
      throw invalidRequest(
        "The price specified is set to `type=recurring` but this field only accepts one-time prices.",
        {
          param: "pricing[price]",
        },
      );
    }
    const pricing: Pricing = {
      price_details: { price: price.id, product: price.product },
      type: "price_details",
      unit_amount_decimal: String(price.unit_amount ?? 0),
    };
    const description = tx.get("product", price.product).name;
    return { amount: (price.unit_amount ?? 0) * quantity, currency: price.currency, pricing, description };
  }
  const amount = params.unit_amount === undefined ? params.amount : params.unit_amount * quantity;
  if (amount === undefined) throw parameterMissing("amount");
  return { amount, currency: null, pricing: null, description: null };
}

function getInvoiceItem(tx: Tx, id: string): InvoiceItem {
  const item = tx.find("invoiceitem", id);
  if (!item) throw resourceMissing("invoiceitem", id, "invoiceitem");
  return item;
}

/** A draft of this customer, which alone can take in another item. */
function requireDraft(tx: Tx, id: string, customer: Customer): Invoice {
  const invoice = tx.find("invoice", id);
  if (invoice?.customer !== customer.id) throw resourceMissing("invoice", id, "invoice", 400);
  if (invoice.status === "draft") return invoice;
  throw invalidRequest("The invoice is no longer editable.", { code: "invoice_not_editable", param: "invoice" });
}

/** Writes a draft's lines anew after one of its items came, changed or went. */
function putLines(tx: Tx, invoice: Invoice, lines: Invoice["lines"]["data"]): void {
  tx.update("invoice", invoice, retotal(tx, invoice, lines), "invoice.updated");
}

export const invoiceItemEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/invoiceitems",
    params: {
      ...itemParams,
      customer: required(text()),
      invoice: text(),
      subscription: text(),
      ...notYetParams("customer_account", "discounts", "quantity_decimal", "tax_behavior", "tax_code"),
      ...notYetParams("tax_rates", "unit_amount_decimal"),
    },
    run: (outer, params) => {
      const customer = getCustomer(outer, params.customer, "customer", 400);
      const tx = outer.on(customer.test_clock);
      const read = readAmount(tx, params);
      const currency = read.currency ?? params.currency?.toLowerCase() ?? customer.currency;
      if (!currency) throw parameterMissing("currency");
      const draft = params.invoice ? requireDraft(tx, params.invoice, customer) : null;
      if (params.subscription && tx.find("subscription", params.subscription)?.customer !== customer.id) {
        throw resourceMissing("subscription", params.subscription, "subscription", 400);
      }
      const item = createInvoiceItem(tx, {
        customer,
        amount: read.amount,
        currency,
        pricing: read.pricing,
        description: params.description ?? read.description,
        discountable: params.discountable ?? read.amount >= 0,
        invoice: draft?.id ?? null,
        metadata: mergeMetadata({}, params.metadata),
        period: params.period,
        quantity: params.quantity,
        subscription: params.subscription ? { subscription: params.subscription } : null,
      });
      if (draft) putLines(tx, draft, [...draft.lines.data, itemLine(draft.id, item)]);
      return item;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoiceitems/:id",
    params: {},
    run: (tx, _params, id) => getInvoiceItem(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoiceitems/:id",
    params: { amount: integer(), description: text(5_000), discountable: boolean, metadata, period },
    run: (outer, params, id) => {
      const before = getInvoiceItem(outer, id);
      const customer = getCustomer(outer, before.customer, "customer", 400);
      const tx = outer.on(customer.test_clock);
      const draft = before.invoice ? requireDraft(tx, before.invoice, customer) : null;
      const { metadata: change, ...fields } = params;
      const net = params.amount === undefined ? {} : { net_amount: params.amount };
      const changes = { ...given(fields), ...net, metadata: mergeMetadata(before.metadata ?? {}, change) };
      const item = tx.update("invoiceitem", before, changes, null);
      const line = draft && itemLine(draft.id, item);
      if (draft && line)
        putLines(
          tx,
          draft,
          draft.lines.data.map((one) => (one.id === line.id ? line : one)),
        );
      return item;
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/invoiceitems/:id",
    params: {},
    run: (outer, _params, id) => {
      const item = getInvoiceItem(outer, id);
      const customer = getCustomer(outer, item.customer, "customer", 400);
      const tx = outer.on(customer.test_clock);
      const draft = item.invoice ? requireDraft(tx, item.invoice, customer) : null;
      tx.store.remove("invoiceitem", id);
      tx.emit("invoiceitem.deleted", item);
      const lineId = draft && itemLine(draft.id, item).id;
      if (draft)
        putLines(
          tx,
          draft,
          draft.lines.data.filter((line) => line.id !== lineId),
        );
      return { id, object: "invoiceitem", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoiceitems",
    params: {
      ...listParams,
      created: range,
      customer: text(),
      invoice: text(),
      pending: boolean,
      ...notYetParams("customer_account"),
    },
    run: (tx, params) =>
      page(
        params.customer ? tx.related("invoiceitem", "customer", params.customer) : tx.store.all("invoiceitem"),
        (item) =>
          (!params.invoice || item.invoice === params.invoice) &&
          (params.pending === undefined || (item.invoice === null) === params.pending) &&
          isInRange(item.date, params.created),
        params,
        "/v1/invoiceitems",
      ),
  }),
];
