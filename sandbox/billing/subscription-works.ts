import type { DueWork } from "../core/schedule";
import type { Store } from "../core/store";
import type { Subscription } from "../core/wire";
import { cancelSubscription } from "./cancel-subscription";
import { endIfOver, firstEnd } from "./discounts";
import { expirePendingUpdate } from "./pending-update";
import { currentPeriodEnd, renewSubscription } from "./renew-subscription";
import { advanceSchedule, scheduleDueAt, scheduleExpiringAt } from "./run-schedule";
import { voidInvoice } from "./void-invoice";

const renewingStatuses = ["active", "trialing", "past_due", "unpaid"];

function isRenewing(subscription: Subscription): boolean {
  return renewingStatuses.includes(subscription.status);
}

export const cancelOnDate: DueWork = {
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

export const announceTrialEnd: DueWork = {
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
export const expireIncomplete: DueWork = {
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

export const expireUpdate: DueWork = {
  what: "a change that nobody paid for is given up",
  kind: "subscription",
  dueAt: (store, id) => store.find("subscription", id)?.pending_update?.expires_at ?? null,
  settle: (tx, id) => expirePendingUpdate(tx, tx.get("subscription", id)),
};

export const endSubscriptionDiscount: DueWork = {
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

export const endCustomerDiscount: DueWork = {
  what: "a customer's discount ends",
  kind: "customer",
  dueAt: (store, id) => store.find("customer", id)?.discount?.end ?? null,
  settle: (tx, id) => endIfOver(tx, tx.get("customer", id).discount?.id ?? ""),
};

/** Collection that was paused until a date goes on. */
export const resumeCollection: DueWork = {
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

export const movePhase: DueWork = {
  what: "a schedule moves to its next phase",
  kind: "subscription_schedule",
  dueAt: (store, id) => {
    const schedule = store.find("subscription_schedule", id);
    return schedule && scheduleDueAt(schedule);
  },
  settle: (tx, id) => advanceSchedule(tx, tx.get("subscription_schedule", id)),
};

export const announceExpiry: DueWork = {
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

export const renew: DueWork = {
  what: "a subscription renews",
  kind: "subscription",
  dueAt: (store, id) => {
    const subscription = store.find("subscription", id);
    return subscription && isRenewing(subscription) ? currentPeriodEnd(subscription) : null;
  },
  settle: (tx, id) => renewSubscription(tx, tx.get("subscription", id)),
};
