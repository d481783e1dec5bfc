import { cancelSubscription } from "../billing/cancel-subscription";
import { intervalOf } from "../billing/draft-subscription";
import { decidePeriodBoundary } from "../core/decide-period";
import { newId } from "../core/ids";
import type { Tx } from "../core/tx";
import type { TestClock } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { integer, notYet, required, text } from "../http/params";

const lifeSeconds = 30 * 86_400;
const maxCustomers = 3;

function getTestClock(tx: Tx, id: string): TestClock {
  const clock = tx.find("test_helpers.test_clock", id);
  if (!clock) throw resourceMissing("test_helpers.test_clock", id, "test_clock");
  return clock;
}

/** A clock that another customer may still live on. Source of the limit: https://docs.stripe.com/billing/testing/test-clocks */
export function requireRoomOn(tx: Tx, id: string): TestClock {
  const clock = tx.find("test_helpers.test_clock", id);
  if (!clock) throw resourceMissing("test_helpers.test_clock", id, "test_clock", 400);
  if (tx.filter("customer", (customer) => customer.test_clock === id).length >= maxCustomers) {
    throw invalidRequest(`You cannot add more than ${maxCustomers} customers to a test clock.`, {
      param: "test_clock",
    });
  }
  return clock;
}

/** How far one advance may go: two of the shortest periods on the clock, or two years where nothing recurs. */
function furthestAdvance(tx: Tx, clock: TestClock): number {
  const running = tx.filter("subscription", (sub) => sub.test_clock === clock.id && sub.ended_at === null);
  const scheduled = tx.filter(
    "subscription_schedule",
    (schedule) => schedule.test_clock === clock.id && schedule.status !== "canceled",
  );
  const prices = [
    ...running.flatMap((subscription) => subscription.items.data.map((item) => item.price)),
    ...scheduled.flatMap(({ phases }) =>
      phases.flatMap((phase) => phase.items.map((item) => tx.get("price", item.price))),
    ),
  ];
  const twoYears = decidePeriodBoundary(clock.frozen_time, { interval: "year", interval_count: 1 }, 2);
  return Math.min(twoYears, ...prices.map((price) => decidePeriodBoundary(clock.frozen_time, intervalOf(price), 2)));
}

export const testClockEndpoints = [
  endpoint({
    method: "POST",
    path: "/v1/test_helpers/test_clocks",
    params: { frozen_time: required(integer({ min: 0 })), name: text(300), customer: notYet },
    run: (tx, params) => {
      const clock: TestClock = {
        id: newId("clock"),
        object: "test_helpers.test_clock",
        created: tx.now,
        deletes_after: tx.now + lifeSeconds,
        frozen_time: params.frozen_time,
        livemode: false,
        name: params.name ?? null,
        status: "ready",
        status_details: {},
      };
      return tx.create("test_helpers.test_clock", clock, "test_helpers.test_clock.created");
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/test_helpers/test_clocks/:id",
    params: {},
    run: (tx, _params, id) => getTestClock(tx, id),
  }),
  endpoint({
    method: "POST",
    path: "/v1/test_helpers/test_clocks/:id/advance",
    params: { frozen_time: required(integer()) },
    run: (tx, { frozen_time }, id) => {
      const clock = getTestClock(tx, id);
      if (clock.status !== "ready") throw invalidRequest("The test clock is still advancing.");
      if (frozen_time <= clock.frozen_time) {
        throw invalidRequest("You can only move a test clock forward in time.", { param: "frozen_time" });
      }
      if (frozen_time > furthestAdvance(tx, clock)) {
        throw invalidRequest(
          "A test clock can be advanced by at most two of the shortest billing intervals on it, or by two years.",
          { param: "frozen_time" },
        );
      }
      const status_details = { advancing: { target_frozen_time: frozen_time } };
      const advancing = { status: "advancing", status_details } as const;
      return tx.update("test_helpers.test_clock", clock, advancing, "test_helpers.test_clock.advancing");
    },
  }),
  endpoint({
    method: "DELETE",
    path: "/v1/test_helpers/test_clocks/:id",
    params: {},
    run: (tx, _params, id) => {
      deleteTestClock(tx, getTestClock(tx, id));
      return { id, object: "test_helpers.test_clock", deleted: true };
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/test_helpers/test_clocks",
    params: listParams,
    run: (tx, params) =>
      page(tx.store.all("test_helpers.test_clock"), () => true, params, "/v1/test_helpers/test_clocks"),
  }),
];

/** A clock takes its customers with it, and their subscriptions end. */
export function deleteTestClock(tx: Tx, clock: TestClock): void {
  for (const customer of tx.filter("customer", (one) => one.test_clock === clock.id)) {
    for (const subscription of tx.related("subscription", "customer", customer.id)) {
      if (subscription.ended_at === null) cancelSubscription(tx.on(clock.id), subscription, "cancellation_requested");
    }
    tx.store.remove("customer", customer.id);
    tx.put("deleted_customer", { id: customer.id, object: "customer", deleted: true });
    tx.emit("customer.deleted", customer);
  }
  tx.store.remove("test_helpers.test_clock", clock.id);
  tx.emit("test_helpers.test_clock.deleted", clock);
}
