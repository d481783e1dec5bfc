import type { Fee } from "../billing/decide-fee";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { BalanceTransaction } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { resourceMissing } from "../http/errors";
import { isInRange, notYet, range, text } from "../http/params";

const day = 86_400;
/** Two days after a payment its money can be paid out. Source: https://docs.stripe.com/payouts#payout-speed */
const pendingDays = 2;

export type NewEntry = {
  /** What came in (positive) or went out, before the fee. Minor units. */
  amount: number;
  fee: Fee | null;
  currency: string;
  description: string | null;
  source: string;
  type: "charge" | "payment" | "refund" | "payment_refund" | "refund_failure" | "adjustment";
  reportingCategory: string;
  availableAtOnce?: boolean;
};

/** Books one movement of money. Stripe has no event for it: the charge, refund or dispute tells. */
export function bookEntry(tx: Tx, entry: NewEntry): BalanceTransaction {
  const fee = entry.fee?.amount ?? 0;
  const booked: BalanceTransaction = {
    id: newId("txn"),
    object: "balance_transaction",
    amount: entry.amount,
    available_on: entry.availableAtOnce ? tx.now : tx.now + pendingDays * day,
    balance_type: "payments",
    created: tx.now,
    currency: entry.currency,
    description: entry.description,
    exchange_rate: null,
    fee,
    fee_details: entry.fee
      ? [
          {
            amount: fee,
            application: null,
            currency: entry.currency,
            description: entry.fee.description,
            type: "stripe_fee",
          },
        ]
      : [],
    net: entry.amount - fee,
    reporting_category: entry.reportingCategory,
    source: entry.source,
    status: entry.availableAtOnce ? "available" : "pending",
    type: entry.type,
  };
  return tx.create("balance_transaction", booked, null);
}

/** The entry as it is now: money becomes available by the passing of time alone. */
export function presentEntry(tx: Tx, entry: BalanceTransaction): BalanceTransaction {
  return { ...entry, status: entry.available_on <= tx.now ? "available" : "pending" };
}

type Sums = { [currency: string]: number };

function amounts(sums: Sums) {
  return Object.entries(sums).map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
}

export const balanceTransactionEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/balance_transactions/:id",
    params: {},
    run: (tx, _params, id) => {
      const entry = tx.find("balance_transaction", id);
      if (!entry) throw resourceMissing("balance transaction", id);
      return presentEntry(tx, entry);
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/balance_transactions",
    params: {
      ...listParams,
      created: range,
      currency: text(3),
      source: text(),
      type: text(),
      payout: notYet,
    },
    run: (tx, params) => {
      const listed = page(
        tx.store.all("balance_transaction"),
        (entry) =>
          (!params.currency || entry.currency === params.currency.toLowerCase()) &&
          (!params.source || entry.source === params.source) &&
          (!params.type || entry.type === params.type) &&
          isInRange(entry.created, params.created),
        params,
        "/v1/balance_transactions",
      );
      return { ...listed, data: listed.data.map((entry) => presentEntry(tx, entry)) };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/balance",
    params: {},
    run: (tx) => {
      const available: Sums = {};
      const pending: Sums = {};
      for (const { available_on, currency, net } of tx.store.all("balance_transaction")) {
        const sums = available_on <= tx.now ? available : pending;
        sums[currency] = (sums[currency] ?? 0) + net;
      }
      return { object: "balance", available: amounts(available), livemode: false, pending: amounts(pending) };
    },
  }),
];
