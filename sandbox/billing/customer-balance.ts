import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { BalanceEntry, Customer } from "../core/wire";

type NewEntry = {
  amount: number;
  currency: string;
  type: BalanceEntry["type"];
  invoice?: string | null;
  creditNote?: string | null;
  description?: string | null;
  metadata?: Record<string, string>;
};

/** Adds to a customer's balance (minor units; below zero is credit) and writes the entry that explains it. */
export function addToBalance(tx: Tx, customer: Customer, entry: NewEntry): BalanceEntry {
  const balance = (customer.balance ?? 0) + entry.amount;
  const currency = customer.currency ?? entry.currency;
  tx.update("customer", customer, { balance, currency }, "customer.updated");
  const written: BalanceEntry = {
    id: newId("cbtxn"),
    object: "customer_balance_transaction",
    amount: entry.amount,
    checkout_session: null,
    created: tx.now,
    credit_note: entry.creditNote ?? null,
    currency: entry.currency,
    customer: customer.id,
    customer_account: null,
    description: entry.description ?? null,
    ending_balance: balance,
    invoice: entry.invoice ?? null,
    livemode: false,
    metadata: entry.metadata ?? {},
    type: entry.type,
  };
  return tx.create("customer_balance_transaction", written, null);
}
