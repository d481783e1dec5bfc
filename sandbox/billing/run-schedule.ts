import type { Tx } from "../core/tx";
import type { SchedulePhase, Subscription, SubscriptionSchedule } from "../core/wire";
import { cancelSubscription } from "./cancel-subscription";
import { changeSubscription, type ItemChange } from "./change-subscription";
import { draftSubscription } from "./draft-subscription";
import { finalizeInvoice } from "./finalize-invoice";
import { payInvoice, settleInvoice } from "./pay-invoice";
import { collectFirstInvoice } from "./start-subscription";
import { syncEntitlements } from "./sync-entitlements";

const day = 86_400;
/** Stripe documents seven days; the story that its own command line tells of this event needs more than nine. */
const expiringNoticeDays = 10;

/** When a schedule has something to do: start, or go over to its next phase. */
export function scheduleDueAt(schedule: SubscriptionSchedule): number | null {
  if (schedule.status === "not_started") return schedule.phases[0]?.start_date ?? null;
  return schedule.status === "active" ? (schedule.current_phase?.end_date ?? null) : null;
}

/** When to say that a schedule ends soon. */
export function scheduleExpiringAt(schedule: SubscriptionSchedule): number | null {
  const end = schedule.phases.at(-1)?.end_date;
  return schedule.status === "active" && end !== undefined ? end - expiringNoticeDays * day : null;
}

/** Starts a schedule with its first phase: its subscription begins. */
export function startSchedule(tx: Tx, schedule: SubscriptionSchedule): SubscriptionSchedule {
  const [phase] = schedule.phases;
  if (!phase) throw new Error(`${schedule.id} has no phases`);
  const trialEnd = phase.trial_end !== null && phase.trial_end > tx.now ? phase.trial_end : null;
  const { default_settings: settings } = schedule;
  const collectionMethod = phase.collection_method ?? settings.collection_method ?? "charge_automatically";
  const { subscription, draft } = draftSubscription(tx, {
    customer: schedule.customer,
    items: phase.items.map((item) => ({ price: tx.get("price", item.price), quantity: item.quantity ?? 1 })),
    paymentMethod: phase.default_payment_method ?? settings.default_payment_method,
    metadata: phase.metadata ?? {},
    description: phase.description ?? settings.description,
    collectionMethod,
    daysUntilDue: collectionMethod === "send_invoice" ? (settings.invoice_settings.days_until_due ?? 30) : null,
    trialEnd,
    missingPaymentMethod: "create_invoice",
    changes: { schedule: schedule.id },
    status: trialEnd ? "trialing" : "active",
  });
  const started = tx.update(
    "subscription_schedule",
    schedule,
    { current_phase: datesOf(phase), status: "active", subscription: subscription.id },
    schedule.status === "not_started" && schedule.created < tx.now ? "subscription_schedule.updated" : null,
  );
  collectFirstInvoice(tx, subscription.id, draft, "attempted");
  return started;
}

/** Takes a schedule over the end of its phase: into the next one, or to its end. */
export function advanceSchedule(tx: Tx, schedule: SubscriptionSchedule): void {
  if (schedule.status === "not_started") {
    startSchedule(tx, schedule);
    return;
  }
  const subscription = tx.get("subscription", schedule.subscription ?? "");
  const next = schedule.phases.find((phase) => phase.start_date === schedule.current_phase?.end_date);
  if (next) {
    tx.update("subscription_schedule", schedule, { current_phase: datesOf(next) }, "subscription_schedule.updated");
    applyPhase(tx, subscription, next);
    return;
  }
  const ended = { completed_at: tx.now, current_phase: null, status: "completed" } as const;
  tx.update("subscription_schedule", schedule, ended, "subscription_schedule.completed");
  const free = tx.update("subscription", subscription, { schedule: null }, "customer.subscription.updated");
  if (schedule.end_behavior === "cancel") cancelSubscription(tx, free, "cancellation_requested");
}

/** Makes a subscription what a phase says it is. */
export function applyPhase(tx: Tx, subscription: Subscription, phase: SchedulePhase): void {
  const items: ItemChange[] = subscription.items.data.map((item, index) => {
    const wanted = phase.items[index];
    return wanted
      ? { id: item.id, price: tx.get("price", wanted.price), quantity: wanted.quantity ?? 1 }
      : { id: item.id, deleted: true };
  });
  for (const wanted of phase.items.slice(subscription.items.data.length)) {
    items.push({ price: tx.get("price", wanted.price), quantity: wanted.quantity ?? 1 });
  }
  const trialEnd = phase.trial_end !== null && phase.trial_end > tx.now ? phase.trial_end : undefined;
  const fields = phase.metadata ? { metadata: { ...subscription.metadata, ...phase.metadata } } : {};
  const { draft } = changeSubscription(tx, subscription, {
    items,
    trialEnd,
    resetsCycle: phase.billing_cycle_anchor === "phase_start",
    prorationBehavior: phase.proration_behavior,
    fields,
  });
  if (draft) {
    const invoice = finalizeInvoice(tx, draft);
    if (invoice.amount_due === 0) settleInvoice(tx, invoice, null);
    else payInvoice(tx, invoice, "scheduled");
  }
  syncEntitlements(tx, subscription.customer);
}

export function datesOf(phase: SchedulePhase): { start_date: number; end_date: number } {
  return { start_date: phase.start_date, end_date: phase.end_date };
}
