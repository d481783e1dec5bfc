import type { Store } from "./store";

/** Stripe lists and returns events for 30 days only. Source: https://docs.stripe.com/api/events */
export const eventVisibleSeconds = 30 * 86_400;

/**
 * Removes events that no caller can see any more at business time `now` (Unix seconds), and their deliveries. What is still
 * on its way stays, and so does the last delivery, from which the next one counts.
 */
export function forgetOldEvents(store: Store, now: number): void {
  const onTheirWay = new Set<string>();
  for (const delivery of store.all("delivery")) if (delivery.status === "pending") onTheirWay.add(delivery.event);
  store.transaction(() => {
    for (const event of store.all("event")) {
      if (event.created > now - eventVisibleSeconds) break;
      if (!onTheirWay.has(event.id)) store.remove("event", event.id);
    }
    const last = store.last("delivery")?.id;
    for (const delivery of store.all("delivery")) {
      if (delivery.id !== last && !store.find("event", delivery.event)) store.remove("delivery", delivery.id);
    }
  });
}
