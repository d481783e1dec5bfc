import { subscriptionOf } from "../core/relations";
import type { DueWork } from "../core/schedule";
import type { Store } from "../core/store";
import type { Subscription } from "../core/wire";
import { settleDispute } from "../resources/disputes";
import { settleRefund } from "../resources/refunds";
import { deleteTestClock } from "../resources/test-clocks";
import { settleLatePayment } from "./after-payment";
import { cancelSubscription } from "./cancel-subscription";
import { endIfOver, firstEnd } from "./discounts";
import { expireCheckout } from "./expire-checkout";
import { finalizeInvoice } from "./finalize-invoice";
import { payInvoice, settleInvoice } from "./pay-invoice";
import { expirePendingUpdate } from "./pending-update";
import { currentPeriodEnd, renewSubscription } from "./renew-subscription";
import { advanceSchedule, scheduleDueAt, scheduleExpiringAt } from "./run-schedule";
import { announceRenewal } from "./upcoming-invoice";
import { voidInvoice } from "./void-invoice";

const renewingStatuses = ["active", "trialing", "past_due", "unpaid"];

function isRenewing(subscription: Subscription): boolean {
  return renewingStatuses.includes(subscription.status);
}

const cancelOnDate: DueWork = {
  what: "a subscription ends on its date",
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
  what: "a trial is about to end",
  kind: "subscription_facts",
  dueAt: (store, id) => store.find("subscription_facts", id)?.trialWillEndDueAt ?? null,
  settle: (tx, id) => {
    tx.put("subscription_facts", { ...tx.get("subscription_facts", id), trialWillEndDueAt: null });
    const subscription = tx.get("subscription", id);
    if (subscription.status === "trialing") tx.emit("customer.subscription.trial_will_end", subscription);
  },
  clockOf: clockOfSubscription,
};

/** A subscription's facts live in the time of the subscription. */
function clockOfSubscription(store: Store, id: string): string | null {
  return store.find("subscription", id)?.test_clock ?? null;
}

/** Gives up a subscription whose first payment never came. Its invoice is void. */
const expireIncomplete: DueWork = {
  what: "a subscription gives up waiting for its first payment",
  kind: "subscription_facts",
  dueAt: (store, id) => {
    const isWaiting = store.find("subscription", id)?.status === "incomplete";
    return isWaiting ? (store.find("subscription_facts", id)?.incompleteExpiresAt ?? null) : null;
  },
  settle: (tx, id) => {
    const { latest_invoice } = tx.get("subscription", id);
    const invoice = tx.find("invoice", latest_invoice ?? "");
    if (invoice?.status === "open") voidInvoice(tx, invoice);
    else cancelSubscription(tx, tx.get("subscription", id), "payment_failed");
  },
  clockOf: clockOfSubscription,
};

const expireUpdate: DueWork = {
  what: "a change that nobody paid for is given up",
  kind: "subscription",
  dueAt: (store, id) => store.find("subscription", id)?.pending_update?.expires_at ?? null,
  settle: (tx, id) => expirePendingUpdate(tx, tx.get("subscription", id)),
};

const endSubscriptionDiscount: DueWork = {
  what: "a discount of a subscription ends",
  kind: "subscription",
  dueAt: (store, id) => {
    const subscription = store.find("subscription", id);
    return subscription ? firstEnd(store, subscription.discounts) : null;
  },
  settle: (tx, id) => {
    for (const held of tx.get("subscription", id).discounts) endIfOver(tx, held);
  },
};

const endCustomerDiscount: DueWork = {
  what: "a customer's discount ends",
  kind: "customer",
  dueAt: (store, id) => store.find("customer", id)?.discount?.end ?? null,
  settle: (tx, id) => endIfOver(tx, tx.get("customer", id).discount?.id ?? ""),
};

/** Collection that was paused until a date goes on. */
const resumeCollection: DueWork = {
  what: "collection of payments goes on",
  kind: "subscription",
  dueAt: (store, id) => {
    const subscription = store.find("subscription", id);
    return subscription?.ended_at === null ? (subscription.pause_collection?.resumes_at ?? null) : null;
  },
  settle: (tx, id) => {
    tx.update("subscription", tx.get("subscription", id), { pause_collection: null }, "customer.subscription.updated");
  },
};

const movePhase: DueWork = {
  what: "a schedule moves to its next phase",
  kind: "subscription_schedule",
  dueAt: (store, id) => {
    const schedule = store.find("subscription_schedule", id);
    return schedule && scheduleDueAt(schedule);
  },
  settle: (tx, id) => advanceSchedule(tx, tx.get("subscription_schedule", id)),
};

const announceExpiry: DueWork = {
  what: "a schedule is about to end",
  kind: "subscription_schedule",
  dueAt: (store, id) => {
    const schedule = store.find("subscription_schedule", id);
    const at = schedule && scheduleExpiringAt(schedule);
    return at && store.find("schedule_facts", id)?.expiringToldFor !== at ? Math.max(at, schedule.created) : null;
  },
  settle: (tx, id) => {
    const schedule = tx.get("subscription_schedule", id);
    tx.put("schedule_facts", { id, expiringToldFor: scheduleExpiringAt(schedule) });
    tx.emit("subscription_schedule.expiring", schedule);
  },
};

/** A draft that finalises itself: an hour after it was made, unless someone was quicker. */
const finalizeDraft: DueWork = {
  what: "a draft invoice is finalised",
  kind: "invoice",
  dueAt: (store, id) => {
    const invoice = store.find("invoice", id);
    return invoice?.status === "draft" ? invoice.automatically_finalizes_at : null;
  },
  settle: (tx, id) => {
    const invoice = finalizeInvoice(tx, tx.get("invoice", id));
    if (invoice.amount_due === 0) settleInvoice(tx, invoice, null);
    else if (invoice.collection_method === "charge_automatically") payInvoice(tx, invoice, "scheduled");
    else tx.emit("invoice.sent", invoice);
  },
};

/** A sent invoice that nobody paid in time is overdue, and so is the subscription that it bills. */
const overdue: DueWork = {
  what: "a sent invoice is overdue",
  kind: "invoice",
  dueAt: (store, id) => {
    const invoice = store.find("invoice", id);
    const isOwed = invoice?.status === "open" && invoice.collection_method === "send_invoice";
    return isOwed && !store.find("invoice_facts", id)?.overdueTold ? invoice.due_date : null;
  },
  settle: (tx, id) => {
    const invoice = tx.get("invoice", id);
    tx.put("invoice_facts", { id, overdueTold: true });
    tx.emit("invoice.overdue", invoice);
    const subscription = tx.find("subscription", subscriptionOf(invoice) ?? "");
    if (subscription?.status !== "active" || subscription.latest_invoice !== id) return;
    tx.update("subscription", subscription, { status: "past_due" }, "customer.subscription.updated");
  },
};

/** Test clocks live for thirty days of the sandbox's own time. */
const forgetTestClock: DueWork = {
  what: "a test clock is forgotten",
  kind: "test_helpers.test_clock",
  dueAt: (store, id) => store.find("test_helpers.test_clock", id)?.deletes_after ?? null,
  settle: (tx, id) => deleteTestClock(tx, tx.get("test_helpers.test_clock", id)),
};

const renew: DueWork = {
  what: "a subscription renews",
  kind: "subscription",
  dueAt: (store, id) => {
    const subscription = store.find("subscription", id);
    return subscription && isRenewing(subscription) ? currentPeriodEnd(subscription) : null;
  },
  settle: (tx, id) => renewSubscription(tx, tx.get("subscription", id)),
};

const retryPayment: DueWork = {
  what: "a payment is tried again",
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
  what: "a checkout expires",
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
  what: "a payment comes through, or not",
  kind: "payment_facts",
  dueAt: (store, id) => store.find("payment_facts", id)?.dueAt ?? null,
  settle: settleLatePayment,
  clockOf: (store, id) => clockOfCustomer(store, store.find("payment_intent", id)?.customer),
};

const decideRefund: DueWork = {
  what: "a refund is decided",
  kind: "refund_facts",
  dueAt: (store, id) => store.find("refund_facts", id)?.dueAt ?? null,
  settle: settleRefund,
  clockOf: (store, id) => clockOfCustomer(store, store.find("refund", id)?.customer),
};

const decideDispute: DueWork = {
  what: "a dispute is decided",
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
  endSubscriptionDiscount,
  endCustomerDiscount,
  resumeCollection,
  announceExpiry,
  movePhase,
  cancelOnDate,
  announceTrialEnd,
  announceRenewal,
  renew,
  finalizeDraft,
  retryPayment,
  overdue,
  expireIncomplete,
  expireUpdate,
  settlePayment,
  decideRefund,
  decideDispute,
  expireSession,
  forgetTestClock,
];
