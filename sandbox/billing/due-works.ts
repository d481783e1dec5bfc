import type { DueWork } from "../core/schedule";
import type { Store } from "../core/store";
import type { Subscription } from "../core/wire";
import { settleDispute } from "../resources/disputes";
import { settleRefund } from "../resources/refunds";
import { settleLatePayment } from "./after-payment";
import { cancelSubscription } from "./cancel-subscription";
import { expireCheckout } from "./expire-checkout";
import { payInvoice } from "./pay-invoice";
import { currentPeriodEnd, renewSubscription } from "./renew-subscription";

const renewingStatuses = ["active", "trialing", "past_due"];

function isRenewing(subscription: Subscription): boolean {
  return renewingStatuses.includes(subscription.status);
}

const cancelOnDate: DueWork = {
  kind: "subscription",
  dueAt: (store, id) => {
    const subscription = store.find("subscription", id);
    if (!subscription || subscription.ended_at !== null || subscription.cancel_at_period_end) return null;
    return subscription.cancel_at;
  },
  settle: (tx, id) => {
    cancelSubscription(tx, tx.get("subscription", id), "cancellation_requested");
  },
};

const announceTrialEnd: DueWork = {
  kind: "subscription_facts",
  dueAt: (store, id) => store.find("subscription_facts", id)?.trialWillEndDueAt ?? null,
  settle: (tx, id) => {
    tx.put("subscription_facts", { ...tx.get("subscription_facts", id), trialWillEndDueAt: null });
    const subscription = tx.get("subscription", id);
    if (subscription.status === "trialing") tx.emit("customer.subscription.trial_will_end", subscription);
  },
};

const renew: DueWork = {
  kind: "subscription",
  dueAt: (store, id) => {
    const subscription = store.find("subscription", id);
    return subscription && isRenewing(subscription) ? currentPeriodEnd(subscription) : null;
  },
  settle: (tx, id) => renewSubscription(tx, tx.get("subscription", id)),
};

const retryPayment: DueWork = {
  kind: "invoice",
  dueAt: (store, id) => {
    const invoice = store.find("invoice", id);
    return invoice?.status === "open" ? invoice.next_payment_attempt : null;
  },
  settle: (tx, id) => {
    payInvoice(tx, tx.get("invoice", id), "scheduled");
  },
};

const expireSession: DueWork = {
  kind: "checkout.session",
  dueAt: (store, id) => {
    const session = store.find("checkout.session", id);
    return session?.status === "open" ? session.expires_at : null;
  },
  settle: (tx, id) => {
    expireCheckout(tx, tx.get("checkout.session", id));
  },
};

/** Money moves in the time of the customer it belongs to. */
function clockOfCustomer(store: Store, customer: string | null | undefined): string | null {
  return store.find("customer", customer ?? "")?.test_clock ?? null;
}

const settlePayment: DueWork = {
  kind: "payment_facts",
  dueAt: (store, id) => store.find("payment_facts", id)?.dueAt ?? null,
  settle: settleLatePayment,
  clockOf: (store, id) => clockOfCustomer(store, store.find("payment_intent", id)?.customer),
};

const decideRefund: DueWork = {
  kind: "refund_facts",
  dueAt: (store, id) => store.find("refund_facts", id)?.dueAt ?? null,
  settle: settleRefund,
  clockOf: (store, id) => clockOfCustomer(store, store.find("refund", id)?.customer),
};

const decideDispute: DueWork = {
  kind: "dispute_facts",
  dueAt: (store, id) => store.find("dispute_facts", id)?.dueAt ?? null,
  settle: settleDispute,
  clockOf: (store, id) => {
    const charge = store.find("charge", store.find("dispute", id)?.charge ?? "");
    return clockOfCustomer(store, charge?.customer);
  },
};

/** Everything that time alone brings about, in the order in which works of the same second settle. */
export const dueWorks: readonly DueWork[] = [
  cancelOnDate,
  announceTrialEnd,
  renew,
  retryPayment,
  settlePayment,
  decideRefund,
  decideDispute,
  expireSession,
];
