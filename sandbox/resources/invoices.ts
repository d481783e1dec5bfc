import { draftInvoice, pendingItems, retotal } from "../billing/create-invoice";
import { discountInputs, discountsFor, grantDiscount } from "../billing/discounts";
import { newId } from "../core/ids";
import { subscriptionOf } from "../core/relations";
import type { Tx } from "../core/tx";
import type { Invoice } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import {
  boolean,
  integer,
  isInRange,
  metadata,
  notYet,
  notYetParams,
  oneOf,
  range,
  required,
  text,
  unsettable,
} from "../http/params";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";

const hour = 3_600;
const day = 86_400;

export function getInvoice(tx: Tx, id: string): Invoice {
  const invoice = tx.find("invoice", id);
  if (!invoice) throw resourceMissing("invoice", id, "invoice");
  return invoice;
}

const collectionMethod = oneOf("charge_automatically", "send_invoice");

const writable = {
  auto_advance: boolean,
  collection_method: collectionMethod,
  days_until_due: integer({ min: 0 }),
  default_payment_method: text(),
  description: unsettable(text(1_500)),
  discounts: unsettable(discountInputs),
  due_date: integer(),
  footer: unsettable(text(5_000)),
  metadata,
  ...notYetParams("account_tax_ids", "application_fee_amount", "automatic_tax", "automatically_finalizes_at"),
  ...notYetParams("custom_fields", "default_source", "default_tax_rates", "effective_at", "issuer", "number"),
  ...notYetParams("on_behalf_of", "payment_settings", "rendering", "shipping_cost", "shipping_details"),
  ...notYetParams("statement_descriptor", "transfer_data"),
};

/** The due date of an invoice that is sent; null for one that is charged. */
function dueDate(tx: Tx, method: string, given: { days_until_due?: number; due_date?: number }): number | null {
  if (method === "charge_automatically") {
    if (given.days_until_due === undefined && given.due_date === undefined) return null;
    throw invalidRequest("You can only set a due date if collection_method is send_invoice.", { param: "due_date" });
  }
  if (given.due_date !== undefined) return given.due_date;
  if (given.days_until_due === undefined) throw parameterMissing("days_until_due");
  return tx.now + given.days_until_due * day;
}

export const invoiceEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/invoices",
    params: {
      ...writable,
      currency: text(3),
      customer: required(text()),
      pending_invoice_items_behavior: oneOf("exclude", "include"),
      subscription: text(),
      ...notYetParams("customer_account", "from_invoice"),
    },
    run: (outer, params) => {
      const customer = getCustomer(outer, params.customer, "customer", 400);
      const tx = outer.on(customer.test_clock);
      const subscription = params.subscription ? tx.find("subscription", params.subscription) : null;
      if (params.subscription && subscription?.customer !== customer.id) {
        throw resourceMissing("subscription", params.subscription, "subscription", 400);
      }
      const waiting = tx.related("invoiceitem", "customer", customer.id).find((item) => item.invoice === null);
      const currency = params.currency?.toLowerCase() ?? customer.currency ?? waiting?.currency ?? "usd";
      const includes = params.pending_invoice_items_behavior === "include" || subscription !== null;
      const collection = params.collection_method ?? "charge_automatically";
      const id = newId("in");
      const holder = { customer: customer.id, invoice: id };
      return draftInvoice(tx, {
        id,
        customer,
        currency,
        reason: "manual",
        subscription,
        pending: includes ? pendingItems(tx, customer.id, currency, subscription?.id ?? null) : [],
        period: { start: tx.now, end: tx.now },
        autoAdvance: params.auto_advance ?? false,
        finalizesAt: params.auto_advance ? tx.now + hour : null,
        collectionMethod: collection,
        dueDate: dueDate(tx, collection, params),
        defaultPaymentMethod: params.default_payment_method ?? null,
        description: params.description,
        footer: params.footer,
        metadata: mergeMetadata({}, params.metadata),
        discounts:
          params.discounts === undefined
            ? discountsFor(customer, subscription)
            : (params.discounts ?? []).map((input) => grantDiscount(tx, input, holder, null).id),
      });
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoices/:id",
    params: {},
    run: (tx, _params, id) => getInvoice(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/invoices/:id",
    params: writable,
    run: (outer, params, id) => {
      const before = getInvoice(outer, id);
      const tx = outer.on(before.test_clock);
      const { metadata: change, discounts, auto_advance, days_until_due, due_date, ...fields } = params;
      const touchesMoney = Object.values({ ...fields, discounts, days_until_due }).some((value) => value !== undefined);
      if (before.status !== "draft" && touchesMoney) {
        throw invalidRequest("Finalized invoices can't be updated in this way.", { code: "invoice_not_editable" });
      }
      const holder = { customer: before.customer, invoice: id };
      const granted = discounts === null ? [] : discounts?.map((input) => grantDiscount(tx, input, holder, null).id);
      const method = fields.collection_method ?? before.collection_method;
      const setsDue = days_until_due !== undefined || due_date !== undefined || fields.collection_method !== undefined;
      const changes = given({
        ...fields,
        auto_advance,
        ...(auto_advance !== undefined && before.status === "draft"
          ? { automatically_finalizes_at: auto_advance ? tx.now + hour : null }
          : {}),
        ...(setsDue ? { due_date: dueDate(tx, method, { days_until_due, due_date }) } : {}),
        ...(granted ? retotal(tx, before, before.lines.data, granted) : {}),
        metadata: mergeMetadata(before.metadata ?? {}, change),
      });
      return tx.update("invoice", before, changes, "invoice.updated");
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/invoices/:id",
    params: {},
    run: (tx, _params, id) => {
      const invoice = getInvoice(tx, id);
      if (invoice.status !== "draft" || subscriptionOf(invoice)) {
        throw invalidRequest("You can only delete draft invoices that no subscription made.", { param: "invoice" });
      }
      for (const item of tx.related("invoiceitem", "invoice", id)) tx.store.remove("invoiceitem", item.id);
      tx.store.remove("invoice", id);
      tx.emit("invoice.deleted", invoice);
      return { id, object: "invoice", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoices/:id/lines",
    params: listParams,
    run: (tx, params, id) => {
      // Lines keep their order; every other list is newest first.
      const lines = [...getInvoice(tx, id).lines.data].reverse();
      return page(lines, () => true, params, `/v1/invoices/${id}/lines`);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/invoices",
    params: {
      ...listParams,
      collection_method: collectionMethod,
      created: range,
      customer: text(),
      customer_account: notYet,
      due_date: range,
      status: oneOf("draft", "open", "paid", "uncollectible", "void"),
      subscription: text(),
    },
    run: (tx, params) =>
      page(
        params.customer
          ? tx.related("invoice", "customer", params.customer)
          : params.subscription
            ? tx.related("invoice", "subscription", params.subscription)
            : tx.store.all("invoice"),
        (invoice) =>
          (!params.subscription || subscriptionOf(invoice) === params.subscription) &&
          (!params.status || invoice.status === params.status) &&
          (!params.collection_method || invoice.collection_method === params.collection_method) &&
          (!params.due_date || (invoice.due_date !== null && isInRange(invoice.due_date, params.due_date))) &&
          isInRange(invoice.created, params.created),
        params,
        "/v1/invoices",
      ),
  }),
];
