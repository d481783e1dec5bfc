import { applyPhase, datesOf, startSchedule } from "../billing/run-schedule";
import type { Tx } from "../core/tx";
import type { SubscriptionSchedule } from "../core/wire";
import { endpoint, given, listParams, page } from "../http/endpoint";
import { invalidRequest, parameterMissing, resourceMissing } from "../http/errors";
import { boolean, isInRange, metadata, notYet, notYetParams, oneOf, range, text } from "../http/params";
import { nowOr } from "./create-subscription";
import { endSubscription } from "./end-subscription";
import { getCustomer } from "./get-customer";
import { mergeMetadata } from "./metadata";
import { newSchedule, phaseOf } from "./new-schedule";
import { phasesParam, readPhases } from "./schedule-phases";
import { changedSettings, defaultSettings, usualSettings } from "./schedule-settings";
import { getSubscription } from "./subscriptions";

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
      default_settings: defaultSettings,
      ...notYetParams("billing_mode", "customer_account", "pause_schedules"),
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
        default_settings: changedSettings(usualSettings, params.default_settings),
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
      default_settings: defaultSettings,
      ...notYetParams("pause_schedules"),
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
        default_settings: params.default_settings && changedSettings(before.default_settings, params.default_settings),
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
