import { newId } from "../core/ids";
import type { DueWork } from "../core/schedule";
import type { Tx } from "../core/tx";
import type { Invoice, Subscription } from "../core/wire";
import { currentPeriodEnd, draftRenewal } from "./renew-subscription";

const day = 86_400;

function renewsByItself({ status, cancel_at, pause_collection }: Subscription): boolean {
  return (status === "active" || status === "trialing") && cancel_at === null && pause_collection === null;
}

/**
 * `invoice.upcoming`, so many days before a renewal as the account's settings say; with Stripe's own account-wide default a
 * week, here never unless `--upcoming-days` asks for it: each one is an instant more that the clock has to stop at.
 */
export const announceRenewal: DueWork = {
  what: "a renewal is announced",
  kind: "subscription",
  dueAt: (store, id) => {
    const days = store.find("settings", "settings")?.upcomingDays ?? 0;
    const subscription = days > 0 ? store.find("subscription", id) : null;
    if (!subscription || !renewsByItself(subscription)) return null;
    const end = currentPeriodEnd(subscription);
    if (store.find("subscription_facts", id)?.upcomingToldFor === end) return null;
    // A period that is shorter than the notice gets none.
    const at = end - days * day;
    return at > (subscription.items.data[0]?.current_period_start ?? 0) ? at : null;
  },
  settle: (tx, id) => {
    const subscription = tx.get("subscription", id);
    const facts = { trialWillEndDueAt: null, ...tx.find("subscription_facts", id), id };
    tx.put("subscription_facts", { ...facts, upcomingToldFor: currentPeriodEnd(subscription) });
    tellOf(tx, subscription);
  },
};

/** The invoice as it would be: it has no id that anyone could ask for, and nothing of it is kept. */
function tellOf(tx: Tx, subscription: Subscription): void {
  const draft = tx.store.undoing(() => draftRenewal(tx, subscription).draft);
  const upcoming: Invoice = { ...draft, id: newId("upcoming_in"), billing_reason: "upcoming" };
  tx.emit("invoice.upcoming", upcoming);
}
