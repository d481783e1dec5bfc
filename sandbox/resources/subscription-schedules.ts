import { applyPhase, datesOf, startSchedule } from "../billing/run-schedule";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { SchedulePhase, Subscription, SubscriptionSchedule } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import { boolean, isInRange, metadata, notYet, notYetParams, oneOf, range, text } from "../http/params";
import { nowOr } from "./create-subscription";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { phasesParam, readPhases } from "./schedule-phases";
import { getSubscription } from "./subscriptions";
import { endSubscription } from "./update-subscription";

const endBehavior = oneOf("cancel", "release");

function getSchedule(tx: Tx, id: string): SubscriptionSchedule {
  const schedule = tx.find("subscription_schedule", id);
  if (!schedule) throw resourceMissing("subscription schedule", id, "schedule");
  return schedule;
}

/** A schedule that still has something ahead of it. */
function requireRunning(schedule: SubscriptionSchedule, verb: string): void {
  if (schedule.status === "active" || schedule.status === "not_started") return;
  throw invalidRequest(`You cannot ${verb} a subscription schedule that is in the \`${schedule.status}\` status.`);
}

function newSchedule(tx: Tx, customer: string, phases: SchedulePhase[], fields: Partial<SubscriptionSchedule>) {
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
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: "automatic",
      billing_thresholds: null,
      collection_method: "charge_automatically",
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: "self" },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
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
function phaseOf(tx: Tx, subscription: Subscription): SchedulePhase[] {
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

function scheduleFromSubscription(outer: Tx, id: string): SubscriptionSchedule {
  const subscription = getSubscription(outer, id);
  if (subscription.schedule) {
    throw invalidRequest("This subscription already has a subscription schedule.", { param: "from_subscription" });
  }
  const tx = outer.on(subscription.test_clock);
  const phases = phaseOf(tx, subscription);
  const [phase] = phases;
  const fields = { status: "active", subscription: id, current_phase: phase ? datesOf(phase) : null } as const;
  const schedule = newSchedule(tx, subscription.customer, phases, fields);
  tx.create("subscription_schedule", schedule, "subscription_schedule.created");
  tx.update("subscription", subscription, { schedule: schedule.id }, "customer.subscription.updated");
  return schedule;
}

export const subscriptionScheduleEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/subscription_schedules",
    params: {
      customer: text(),
      end_behavior: endBehavior,
      from_subscription: text(),
      metadata,
      phases: phasesParam,
      start_date: nowOr,
      ...notYetParams("billing_mode", "customer_account", "default_settings", "pause_schedules"),
    },
    run: (outer, params) => {
      if (params.from_subscription) return scheduleFromSubscription(outer, params.from_subscription);
      if (!params.customer) throw parameterMissing("customer");
      const customer = getCustomer(outer, params.customer, "customer", 400);
      const tx = outer.on(customer.test_clock);
      if (params.start_date === undefined) throw parameterMissing("start_date");
      const start = params.start_date === "now" ? tx.now : params.start_date;
      const phases = readPhases(tx, params.phases ?? [], start);
      const schedule = newSchedule(tx, customer.id, phases, {
        end_behavior: params.end_behavior ?? "release",
        metadata: mergeMetadata({}, params.metadata),
      });
      if (start > tx.now) return tx.create("subscription_schedule", schedule, "subscription_schedule.created");
      // Its event tells of it as it is once it has started.
      const started = startSchedule(tx, tx.create("subscription_schedule", schedule, null));
      tx.emit("subscription_schedule.created", started);
      return started;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/subscription_schedules/:id",
    params: {},
    run: (tx, _params, id) => getSchedule(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/subscription_schedules/:id",
    params: {
      end_behavior: endBehavior,
      metadata,
      phases: phasesParam,
      proration_behavior: oneOf("always_invoice", "create_prorations", "none"),
      ...notYetParams("default_settings", "pause_schedules"),
    },
    run: (outer, params, id) => {
      const before = getSchedule(outer, id);
      const tx = outer.on(before.test_clock);
      if (params.phases) requireRunning(before, "update");
      const firstStart = params.phases?.[0]?.start_date;
      const start = typeof firstStart === "number" ? firstStart : (before.phases[0]?.start_date ?? tx.now);
      const phases = params.phases && readPhases(tx, params.phases, start);
      const current = phases?.find((phase) => phase.start_date <= tx.now && tx.now < phase.end_date);
      if (phases && before.status === "active" && !current) {
        throw invalidRequest("The current phase must remain among the phases.", { param: "phases" });
      }
      const changes = given({
        end_behavior: params.end_behavior,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
        phases,
        current_phase: current && before.status === "active" ? datesOf(current) : undefined,
      });
      const after = tx.update("subscription_schedule", before, changes, "subscription_schedule.updated");
      const was = before.phases.find((phase) => phase.start_date === before.current_phase?.start_date);
      const subscription = after.subscription && tx.find("subscription", after.subscription);
      if (current && subscription && JSON.stringify(was?.items) !== JSON.stringify(current.items)) {
        const behavior = params.proration_behavior ?? current.proration_behavior;
        applyPhase(tx, subscription, { ...current, proration_behavior: behavior });
      }
      return after;
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/subscription_schedules/:id/cancel",
    params: { invoice_now: boolean, prorate: boolean },
    run: (outer, params, id) => {
      const before = getSchedule(outer, id);
      requireRunning(before, "cancel");
      const tx = outer.on(before.test_clock);
      const subscription = before.subscription ? tx.get("subscription", before.subscription) : null;
      if (subscription) {
        const how = { prorates: params.prorate ?? true, invoices: params.invoice_now ?? true };
        endSubscription(tx, subscription, how);
        return tx.get("subscription_schedule", id);
      }
      // Stripe's own command line takes a schedule that never started for the example of this event.
      const ended = { status: "canceled", canceled_at: tx.now } as const;
      return tx.update("subscription_schedule", before, ended, "subscription_schedule.aborted");
    },
  }),
  endpoint({
    method: "POST",
    path: "/v1/subscription_schedules/:id/release",
    params: { preserve_cancel_date: boolean },
    run: (outer, _params, id) => {
      const before = getSchedule(outer, id);
      requireRunning(before, "release");
      const tx = outer.on(before.test_clock);
      const subscription = before.subscription ? tx.get("subscription", before.subscription) : null;
      if (subscription) tx.update("subscription", subscription, { schedule: null }, "customer.subscription.updated");
      const released = { released_at: tx.now, released_subscription: before.subscription, current_phase: null };
      return tx.update(
        "subscription_schedule",
        before,
        { ...released, status: "released", subscription: null },
        "subscription_schedule.released",
      );
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/subscription_schedules",
    params: {
      ...listParams,
      created: range,
      customer: text(),
      scheduled: boolean,
      canceled_at: notYet,
      completed_at: notYet,
      customer_account: notYet,
      released_at: notYet,
    },
    run: (tx, params) =>
      page(
        params.customer
          ? tx.related("subscription_schedule", "customer", params.customer)
          : tx.store.all("subscription_schedule"),
        (schedule) =>
          (!params.scheduled || schedule.status === "not_started") && isInRange(schedule.created, params.created),
        params,
        "/v1/subscription_schedules",
      ),
  }),
];
