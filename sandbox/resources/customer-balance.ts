import { addToBalance } from "../billing/customer-balance";
import type { Tx } from "../core/tx";
import type { BalanceEntry } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { integer, isInRange, metadata, notYet, range, required, text } from "../http/params";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";

const path = "/v1/customers/:id/balance_transactions";

function getEntry(tx: Tx, customer: string, id: string): BalanceEntry {
  const entry = tx.find("customer_balance_transaction", id);
  if (entry?.customer !== customer) throw resourceMissing("customer_balance_transaction", id, "transaction");
  return entry;
}

export const customerBalanceEndpoints = [
  endpoint({
    method: "POST",
    path,
    params: { amount: required(integer()), currency: required(text(3)), description: text(350), metadata },
    run: (outer, params, id) => {
      const customer = getCustomer(outer, id, "customer");
      const tx = outer.on(customer.test_clock);
      const currency = params.currency.toLowerCase();
      if (customer.currency && customer.currency !== currency) {
        throw invalidRequest(`This customer's balance is kept in ${customer.currency}.`, { param: "currency" });
      }
      const { amount, description = null } = params;
      return addToBalance(tx, customer, {
        amount,
        currency,
        type: "adjustment",
        description,
        metadata: mergeMetadata({}, params.metadata),
      });
    },
  }),
  endpoint({
    method: "GET",
    path: `${path}/:innerId`,
    params: {},
    run: (tx, _params, id, innerId) => getEntry(tx, id, innerId),
  }),
  endpoint({
    method: "POST",
    path: `${path}/:innerId`,
    params: { description: text(350), metadata },
    run: (tx, params, id, innerId) => {
      const before = getEntry(tx, id, innerId);
      const { description = before.description } = params;
      const changes = { description, metadata: mergeMetadata(before.metadata ?? {}, params.metadata) };
      return tx.update("customer_balance_transaction", before, changes, null);
    },
  }),
  endpoint({
    method: "GET",
    path,
    params: { ...listParams, created: range, invoice: text(), credit_note: notYet },
    run: (tx, params, id) =>
      page(
        tx.related("customer_balance_transaction", "customer", getCustomer(tx, id, "customer").id),
        (entry) => (!params.invoice || entry.invoice === params.invoice) && isInRange(entry.created, params.created),
        params,
        `/v1/customers/${id}/balance_transactions`,
      ),
  }),
];
