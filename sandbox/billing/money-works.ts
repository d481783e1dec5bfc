import type { DueWork } from "../core/schedule";
import type { Store } from "../core/store";
import { settleDispute } from "../resources/disputes";
import { settleRefund } from "../resources/refunds";
import { settleLatePayment } from "./after-payment";

/** Money moves in the time of the customer it belongs to. */
function clockOfCustomer(store: Store, customer: string | null | undefined): string | null {
  return store.find("customer", customer ?? "")?.test_clock ?? null;
}

export const settlePayment: DueWork = {
  what: "a payment comes through, or not",
  kind: "payment_facts",
  dueAt: (store, id) => store.find("payment_facts", id)?.dueAt ?? null,
  settle: settleLatePayment,
  clockOf: (store, id) => clockOfCustomer(store, store.find("payment_intent", id)?.customer),
};

export const decideRefund: DueWork = {
  what: "a refund is decided",
  kind: "refund_facts",
  dueAt: (store, id) => store.find("refund_facts", id)?.dueAt ?? null,
  settle: settleRefund,
  clockOf: (store, id) => clockOfCustomer(store, store.find("refund", id)?.customer),
};

export const decideDispute: DueWork = {
  what: "a dispute is decided",
  kind: "dispute_facts",
  dueAt: (store, id) => store.find("dispute_facts", id)?.dueAt ?? null,
  settle: settleDispute,
  clockOf: (store, id) => {
    const charge = store.find("charge", store.find("dispute", id)?.charge ?? "");
    return clockOfCustomer(store, charge?.customer);
  },
};
