import { randomBytes } from "node:crypto";
import { cancelSubscription } from "../billing/cancel-subscription";
import { applyExtras } from "../billing/customer-discount";
import { endDiscount } from "../billing/discounts";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { Customer } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import {
  array,
  integer,
  isInRange,
  metadata,
  notYet,
  notYetParams,
  object,
  oneOf,
  range,
  required,
  text,
  unsettable,
} from "../http/params";
import { address, wholeAddress } from "./addresses";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { attachPaymentMethod, makeKeepable, makeSource } from "./payment-methods";
import { createTaxId } from "./tax-ids";
import { requireRoomOn } from "./test-clocks";

const writable = {
  address: unsettable(address),
  description: unsettable(text()),
  email: unsettable(text(512)),
  invoice_settings: object({
    default_payment_method: unsettable(text()),
    custom_fields: notYet,
    footer: notYet,
    rendering_options: notYet,
  }),
  metadata,
  name: unsettable(text(256)),
  source: text(),
  phone: unsettable(text(20)),
  preferred_locales: array(text()),
  tax_exempt: unsettable(oneOf("exempt", "none", "reverse")),
  balance: integer(),
  /** The older way to grant a discount, which Stripe's own CLI still uses; "" takes it away. */
  coupon: unsettable(text()),
  promotion_code: unsettable(text()),
  ...notYetParams("business_name", "individual_name", "cash_balance", "invoice_prefix"),
  ...notYetParams("next_invoice_sequence", "shipping", "tax", "validate"),
};

const createParams = {
  ...writable,
  payment_method: text(),
  tax_id_data: array(object({ type: required(text(40)), value: required(text(100)) }), 5),
  test_clock: text(),
};
const updateParams = { ...writable, ...notYetParams("default_source") };

type NewCustomer = Partial<
  Pick<
    Customer,
    | "address"
    | "default_source"
    | "description"
    | "email"
    | "metadata"
    | "name"
    | "phone"
    | "preferred_locales"
    | "tax_exempt"
    | "test_clock"
  >
> & { defaultPaymentMethod?: string | null };

export function createCustomer(tx: Tx, fields: NewCustomer): Customer {
  const customer: Customer = {
    id: newId("cus", 14),
    object: "customer",
    address: fields.address ?? null,
    balance: 0,
    created: tx.now,
    currency: null,
    customer_account: null,
    default_source: fields.default_source ?? null,
    delinquent: false,
    description: fields.description ?? null,
    discount: null,
    email: fields.email ?? null,
    invoice_prefix: randomBytes(4).toString("hex").toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: fields.defaultPaymentMethod ?? null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: fields.metadata ?? {},
    name: fields.name ?? null,
    next_invoice_sequence: 1,
    phone: fields.phone ?? null,
    preferred_locales: fields.preferred_locales ?? [],
    shipping: null,
    tax_exempt: fields.tax_exempt ?? "none",
    test_clock: fields.test_clock ?? null,
  };
  return tx.create("customer", customer, "customer.created");
}

function changedInvoiceSettings(
  tx: Tx,
  before: Customer,
  paymentMethod: string | null | undefined,
): Customer["invoice_settings"] {
  if (paymentMethod && tx.find("payment_method", paymentMethod)?.customer !== before.id) {
    throw resourceMissing("PaymentMethod", paymentMethod, "invoice_settings[default_payment_method]", 400);
  }
  return { ...before.invoice_settings, ...given({ default_payment_method: paymentMethod }) };
}

export const customerEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/customers",
    params: createParams,
    run: (outer, { metadata: change, address: where, invoice_settings, payment_method, source, ...params }) => {
      const tx = outer.on(params.test_clock ? requireRoomOn(outer, params.test_clock).id : null);
      const method = payment_method ? makeKeepable(tx, payment_method, "payment_method") : null;
      const card = source ? makeSource(tx, source) : null;
      const wanted = invoice_settings?.default_payment_method;
      // A name like pm_card_visa means the very method that is attached here.
      if (wanted && wanted !== payment_method && wanted !== method?.id) {
        throw resourceMissing("PaymentMethod", wanted, "invoice_settings[default_payment_method]", 400);
      }
      const customer = createCustomer(tx, {
        ...params,
        address: where && wholeAddress(where),
        default_source: card?.id,
        defaultPaymentMethod: wanted ? method?.id : null,
        metadata: mergeMetadata({}, change),
      });
      for (const kept of [method, card]) if (kept) attachPaymentMethod(tx, kept, customer.id);
      for (const { type, value } of params.tax_id_data ?? []) createTaxId(tx, customer.id, type, value);
      return applyExtras(tx, customer, params);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/customers/:id",
    params: {},
    run: (tx, _params, id) => tx.find("deleted_customer", id) ?? getCustomer(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/customers/:id",
    params: updateParams,
    run: (outer, { metadata: change, address: where, invoice_settings, source, ...params }, id) => {
      const before = getCustomer(outer, id);
      const tx = outer.on(before.test_clock);
      const card = source ? attachPaymentMethod(tx, makeSource(tx, source), id) : null;
      const changes = given({
        address: where && wholeAddress(where),
        default_source: card?.id,
        description: params.description,
        email: params.email,
        name: params.name,
        phone: params.phone,
        preferred_locales: params.preferred_locales,
        tax_exempt: params.tax_exempt,
        metadata: mergeMetadata(before.metadata, change),
        invoice_settings: changedInvoiceSettings(tx, before, invoice_settings?.default_payment_method),
      });
      return applyExtras(tx, tx.update("customer", before, changes, "customer.updated"), params);
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/customers/:id",
    params: {},
    run: (outer, _params, id) => {
      const customer = getCustomer(outer, id);
      const tx = outer.on(customer.test_clock);
      const running = tx.related("subscription", "customer", id).filter((sub) => sub.ended_at === null);
      for (const subscription of running) cancelSubscription(tx, subscription, "cancellation_requested");
      const deleted = { id, object: "customer", deleted: true } as const;
      tx.store.remove("customer", id);
      tx.put("deleted_customer", deleted);
      tx.emit("customer.deleted", customer);
      return deleted;
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/customers/:id/discount",
    params: {},
    run: (tx, _params, id) => {
      const { discount, test_clock } = getCustomer(tx, id, "customer");
      if (!discount) throw resourceMissing("discount", id, "customer");
      endDiscount(tx.on(test_clock), discount);
      return { ...discount, deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/customers",
    params: { ...listParams, created: range, email: text(512), test_clock: text() },
    run: (tx, params) =>
      page(
        tx.store.all("customer"),
        (customer) =>
          (!params.email || customer.email === params.email) &&
          (!params.test_clock || customer.test_clock === params.test_clock) &&
          isInRange(customer.created, params.created),
        params,
        "/v1/customers",
      ),
  }),
];
