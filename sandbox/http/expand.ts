import type { Kind } from "../core/collections";
import type { Tx } from "../core/tx";
import { presentEntry } from "../resources/balance-transactions";
import { invoicePaymentId } from "../resources/invoice-payments";
import { invalidRequest } from "./errors";
import type { FormValue } from "./form";
import { array, text } from "./params";

const maxDepth = 4;

/** An id's prefix tells what it refers to, so any field that holds such an id can be expanded. */
const kindOfPrefix: { [prefix: string]: Kind } = {
  prod: "product",
  price: "price",
  cus: "customer",
  pm: "payment_method",
  pi: "payment_intent",
  seti: "setup_intent",
  ch: "charge",
  re: "refund",
  du: "dispute",
  txn: "balance_transaction",
  card: "payment_method",
  sub: "subscription",
  sub_sched: "subscription_schedule",
  promo: "promotion_code",
  di: "discount",
  cbtxn: "customer_balance_transaction",
  ii: "invoiceitem",
  cn: "credit_note",
  feat: "entitlements.feature",
  clock: "test_helpers.test_clock",
  bpc: "billing_portal.configuration",
  in: "invoice",
  cs: "checkout.session",
};

type Json = { [key: string]: unknown };

/** Lists that an object has only when they are asked for. */
const includable: { [object: string]: { [field: string]: (tx: Tx, owner: Json) => unknown } } = {
  "checkout.session": {
    line_items: (tx, session) => list(tx.get("checkout_facts", String(session.id)).lines, session, "line_items"),
  },
  charge: {
    refunds: (tx, charge) => list(tx.related("refund", "charge", String(charge.id)), charge, "refunds"),
  },
  customer: {
    subscriptions: (tx, customer) =>
      list(
        tx.filter("subscription", (sub) => sub.customer === customer.id && sub.status !== "canceled"),
        customer,
        "subscriptions",
      ),
  },
  invoice: {
    payments: (tx, invoice) => {
      const payment = tx.find("invoice_payment", invoicePaymentId(String(invoice.id)));
      return list(payment ? [payment] : [], invoice, "payments");
    },
  },
};

function list(data: object[], owner: Json, field: string) {
  return { object: "list", data, has_more: false, url: `/v1/${owner.object}s/${owner.id}/${field}` };
}

export function readExpand(value: FormValue | undefined): string[] {
  return array(text(200)).read(value, "expand") ?? [];
}

/** A copy of the answer in which each path, e.g. `data.customer` or `items.data.price.product`, is the object itself. */
export function expand(tx: Tx, answer: object, paths: string[]): object {
  let expanded: Json = { ...answer };
  for (const path of paths) {
    const fields = path.split(".");
    // "data" is the way into a list and counts for nothing.
    if (fields.filter((field) => field !== "data").length > maxDepth) {
      throw invalidRequest(`You cannot expand more than ${maxDepth} levels of a property. Property: ${path}`);
    }
    expanded = expandPath(tx, expanded, fields, path);
  }
  return expanded;
}

function expandPath(tx: Tx, owner: Json, fields: string[], path: string): Json {
  const [field, ...rest] = fields;
  if (field === undefined) return owner;
  const include = includable[String(owner.object)]?.[field];
  const current = owner[field] === undefined && include ? include(tx, owner) : owner[field];
  if (current === undefined) throw cannotExpand(path);
  // A coupon's id is whatever its maker chose.
  const coupon = field === "coupon" && typeof current === "string" ? tx.find("coupon", current) : null;
  return { ...owner, [field]: expandValue(tx, coupon ?? current, rest, path) };
}

function expandValue(tx: Tx, value: unknown, rest: string[], path: string): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((entry) => expandValue(tx, entry, rest, path));
  if (typeof value === "string") {
    const found = findById(tx, value);
    if (!found) throw cannotExpand(path);
    return expandPath(tx, { ...found }, rest, path);
  }
  if (isJson(value) && (rest.length > 0 || value.object !== undefined)) return expandPath(tx, value, rest, path);
  throw cannotExpand(path);
}

function findById(tx: Tx, id: string): object | null {
  const kind = kindOfPrefix[id.slice(0, id.lastIndexOf("_"))] ?? kindOfPrefix[id.slice(0, id.indexOf("_"))];
  if (!kind) return null;
  const entry = kind === "balance_transaction" ? tx.find(kind, id) : null;
  if (entry) return presentEntry(tx, entry);
  return tx.find(kind, id) ?? (kind === "customer" ? tx.find("deleted_customer", id) : null);
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function cannotExpand(path: string) {
  return invalidRequest(
    `This property cannot be expanded (${path}). You may want to try expanding a property of its parent.`,
    { param: "expand" },
  );
}
