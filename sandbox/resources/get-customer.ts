import type { Tx } from "../core/tx";
import type { Customer } from "../core/wire";
import { resourceMissing } from "../http/errors";

/** A customer that exists and was not deleted. `param` and `status` say how a caller's bad reference is reported. */
export function getCustomer(tx: Tx, id: string, param = "id", status = 404): Customer {
  const customer = tx.find("customer", id);
  if (!customer) throw resourceMissing("customer", id, param, status);
  return customer;
}
