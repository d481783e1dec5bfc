import type { Tx } from "../core/tx";
import type { Customer } from "../core/wire";
import { addToBalance } from "./customer-balance";
import { endDiscount, grantDiscount } from "./discounts";

type Extras = { coupon?: string | null; promotion_code?: string | null; balance?: number };

/** Gives, replaces or takes away a customer's discount, and sets the balance. Null takes a discount away. */
export function applyExtras(tx: Tx, before: Customer, { coupon, promotion_code, balance }: Extras): Customer {
  const input = promotion_code ? { promotion_code } : coupon ? { coupon } : null;
  if (input) {
    const event = before.discount ? "customer.discount.updated" : "customer.discount.created";
    const discount = grantDiscount(tx, input, { customer: before.id }, event, "coupon");
    tx.update("customer", tx.get("customer", before.id), { discount }, null);
  } else if ((coupon === null || promotion_code === null) && before.discount) endDiscount(tx, before.discount);
  const customer = tx.get("customer", before.id);
  const amount = balance === undefined ? 0 : balance - (customer.balance ?? 0);
  if (amount !== 0) {
    addToBalance(tx, customer, { amount, currency: customer.currency ?? "usd", type: "adjustment" });
  }
  return tx.get("customer", before.id);
}
