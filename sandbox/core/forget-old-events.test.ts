import { expect, test } from "vitest";
import { forgetOldEvents } from "./forget-old-events";
import { Sandbox } from "./sandbox";

const day = 86_400;
const request = { id: null, idempotencyKey: null };

test("events nobody can see any more go, with their deliveries, unless one is still on its way", () => {
  const sandbox = new Sandbox({ stateFile: null, startsAt: new Date("2026-01-01T00:00:00Z") });
  const tell = (status: "pending" | "delivered") =>
    sandbox.change(request, (tx) => {
      const event = tx.emit("customer.created", { object: "customer" });
      const delivery = tx.enqueueDelivery(event, "we_1");
      tx.put("delivery", { ...delivery, status });
      return { event: event.id, delivery: delivery.id, sequence: delivery.sequence };
    });
  const [seen, waiting, latest] = [tell("delivered"), tell("pending"), tell("delivered")];
  const { store, clock } = sandbox;
  forgetOldEvents(store, clock.now() + 29 * day);
  expect(store.count("event")).toBe(3);
  forgetOldEvents(store, clock.now() + 31 * day);
  expect([...store.all("event")].map(({ id }) => id)).toEqual([waiting.event]);
  expect([...store.all("delivery")].map(({ id }) => id)).toEqual([waiting.delivery, latest.delivery]);
  expect(store.find("delivery", seen.delivery)).toBeNull();
  // The faults of a run are drawn from a delivery's place in line, which goes on from the last one.
  expect(tell("delivered").sequence).toBe(latest.sequence + 1);
});
