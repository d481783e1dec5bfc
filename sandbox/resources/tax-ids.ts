import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { TaxId } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { required, text } from "../http/params";
import { getCustomer } from "./get-customer";

const path = "/v1/customers/:id/tax_ids";

/** Keeps a number as it was given: the sandbox asks no registry, so its verification stays pending. */
export function createTaxId(tx: Tx, customer: string, type: string, value: string): TaxId {
  const country = /^eu_vat$/.test(type) ? value.slice(0, 2).toUpperCase() : type.slice(0, 2).toUpperCase();
  const taxId: TaxId = {
    id: newId("txi"),
    object: "tax_id",
    country,
    created: tx.now,
    customer,
    customer_account: null,
    livemode: false,
    owner: { customer, customer_account: null, type: "customer" },
    type,
    value,
    verification: { status: "pending", verified_address: null, verified_name: null },
  };
  return tx.create("tax_id", taxId, "customer.tax_id.created");
}

function getTaxId(tx: Tx, customer: string, id: string): TaxId {
  const taxId = tx.find("tax_id", id);
  if (taxId?.customer !== customer) throw resourceMissing("tax_id", id);
  return taxId;
}

export const taxIdEndpoints = [
  endpoint({
    method: "POST",
    path,
    params: { type: required(text(40)), value: required(text(100)) },
    run: (tx, { type, value }, id) => createTaxId(tx, getCustomer(tx, id, "customer").id, type, value),
  }),
  endpoint({
    method: "GET",
    path: `${path}/:innerId`,
    params: {},
    run: (tx, _params, id, innerId) => getTaxId(tx, id, innerId),
  }),
  endpoint({
    method: "DELETE",
    path: `${path}/:innerId`,
    params: {},
    run: (tx, _params, id, innerId) => {
      const taxId = getTaxId(tx, id, innerId);
      tx.store.remove("tax_id", innerId);
      tx.emit("customer.tax_id.deleted", taxId);
      return { id: innerId, object: "tax_id", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path,
    params: listParams,
    run: (tx, params, id) => {
      getCustomer(tx, id);
      return page(tx.store.all("tax_id"), (taxId) => taxId.customer === id, params, `/v1/customers/${id}/tax_ids`);
    },
  }),
];
