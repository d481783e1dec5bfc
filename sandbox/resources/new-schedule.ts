import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { SchedulePhase, Subscription, SubscriptionSchedule } from "../core/wire";
import { readPhases } from "./schedule-phases";
import { usualSettings } from "./schedule-settings";

/** A schedule that has not started. */
export function newSchedule(tx: Tx, customer: string, phases: SchedulePhase[], fields: Partial<SubscriptionSchedule>) {
  const schedule: SubscriptionSchedule = {
    id: newId("sub_sched"),
    object: "subscription_schedule",
    application: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    canceled_at: null,
    completed_at: null,
    created: tx.now,
    current_phase: null,
    customer,
    customer_account: null,
    default_settings: usualSettings,
    end_behavior: "release",
    livemode: false,
    metadata: {},
    pause_schedules: [],
    phases,
    released_at: null,
    released_subscription: null,
    status: "not_started",
    subscription: null,
    test_clock: tx.get("customer", customer).test_clock,
    ...fields,
  };
  return schedule;
}

/** One phase that says what a subscription is now, until the end of its period. */
export function phaseOf(tx: Tx, subscription: Subscription): SchedulePhase[] {
  const [item] = subscription.items.data;
  const items = subscription.items.data.map(({ price, quantity }) => ({ ...noItem, price: price.id, quantity }));
  const phase = { ...noPhase, items, end_date: item?.current_period_end };
  return readPhases(tx, [phase], item?.current_period_start ?? tx.now);
}

const noItem = {
  billing_thresholds: undefined,
  discounts: undefined,
  metadata: undefined,
  plan: undefined,
  price_data: undefined,
  tax_rates: undefined,
  trial_offer: undefined,
};
const noPhase: Omit<Parameters<typeof readPhases>[1][number], "items"> = {
  billing_cycle_anchor: undefined,
  collection_method: undefined,
  currency: undefined,
  default_payment_method: undefined,
  description: undefined,
  duration: undefined,
  end_date: undefined,
  iterations: undefined,
  metadata: undefined,
  proration_behavior: undefined,
  start_date: undefined,
  trial: undefined,
  trial_end: undefined,
  add_invoice_items: undefined,
  application_fee_percent: undefined,
  automatic_tax: undefined,
  billing_thresholds: undefined,
  discounts: undefined,
  default_tax_rates: undefined,
  invoice_settings: undefined,
  on_behalf_of: undefined,
  transfer_data: undefined,
};
