import type { Collections, Kind } from "./collections";
import type { Invoice } from "./wire";

/** The subscription that an invoice bills, if any. */
export function subscriptionOf(invoice: Invoice): string | null {
  return invoice.parent?.subscription_details.subscription ?? null;
}

/** What is looked up often by another object's id. The store keeps an index of each. */
const relations = {
  charge: { intent: (charge: Collections["charge"]) => charge.payment_intent },
  "checkout.session": { intent: (session: Collections["checkout.session"]) => session.payment_intent },
  customer_balance_transaction: { customer: (entry: Collections["customer_balance_transaction"]) => entry.customer },
  discount: { customer: (discount: Collections["discount"]) => discount.customer },
  entitlement_facts: { customer: (facts: Collections["entitlement_facts"]) => facts.customer },
  invoice: { customer: (invoice: Invoice) => invoice.customer, subscription: subscriptionOf },
  dispute: { charge: (dispute: Collections["dispute"]) => dispute.charge },
  invoiceitem: {
    customer: (item: Collections["invoiceitem"]) => item.customer,
    invoice: (item: Collections["invoiceitem"]) => item.invoice,
  },
  invoice_payment: {
    intent: (payment: Collections["invoice_payment"]) => payment.payment.payment_intent ?? null,
  },
  payment_method: { customer: (method: Collections["payment_method"]) => method.customer },
  product_feature_facts: { product: (facts: Collections["product_feature_facts"]) => facts.product },
  refund: { charge: (refund: Collections["refund"]) => refund.charge },
  subscription: { customer: (subscription: Collections["subscription"]) => subscription.customer },
  subscription_schedule: { customer: (schedule: Collections["subscription_schedule"]) => schedule.customer },
};

export type RelatedKind = keyof typeof relations;
export type Relation<K extends RelatedKind> = keyof (typeof relations)[K] & string;

type KeyOf = (object: object) => string | null;

/** Ids by relation and by the id they refer to. */
export class RelationIndex {
  readonly #indexes = new Map<Kind, { keyOf: KeyOf; name: string; ids: Map<string, Set<string>> }[]>();

  constructor() {
    for (const [kind, byName] of Object.entries(relations) as [RelatedKind, Record<string, KeyOf>][]) {
      const indexes = Object.entries(byName).map(([name, keyOf]) => ({ name, keyOf, ids: new Map() }));
      this.#indexes.set(kind, indexes);
    }
  }

  moved(kind: Kind, id: string, before: object | undefined, after: object | null): void {
    for (const { keyOf, ids } of this.#indexes.get(kind) ?? []) {
      const [was, is] = [before ? keyOf(before) : null, after ? keyOf(after) : null];
      if (was === is) continue;
      if (was !== null) ids.get(was)?.delete(id);
      if (is === null) continue;
      const known = ids.get(is);
      if (known) known.add(id);
      else ids.set(is, new Set([id]));
    }
  }

  idsOf(kind: RelatedKind, name: string, key: string): Iterable<string> {
    return (
      this.#indexes
        .get(kind)
        ?.find((index) => index.name === name)
        ?.ids.get(key) ?? []
    );
  }
}
