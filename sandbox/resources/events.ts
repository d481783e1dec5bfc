import { eventVisibleSeconds } from "../core/forget-old-events";
import type { Tx } from "../core/tx";
import type { Event } from "../core/wire";
import { endpoint, listParams, page } from "../http/endpoint";
import { invalidRequest, resourceMissing } from "../http/errors";
import { array, isInRange, notYet, range, text } from "../http/params";

function isVisible(tx: Tx, event: Event): boolean {
  return event.created > tx.now - eventVisibleSeconds;
}

/** The event with the number of its deliveries that have not succeeded yet. */
function withPendingWebhooks(tx: Tx, events: Event[]): Event[] {
  const wanted = new Map(events.map((event) => [event.id, 0]));
  for (const delivery of tx.store.all("delivery")) {
    const count = wanted.get(delivery.event);
    if (count !== undefined && delivery.status === "pending") wanted.set(delivery.event, count + 1);
  }
  return events.map((event) => ({ ...event, pending_webhooks: wanted.get(event.id) ?? 0 }));
}

/** `invoice.*` stands for every type of that resource. */
function matchesType(event: Event, pattern: string): boolean {
  return pattern.endsWith("*") ? event.type.startsWith(pattern.slice(0, -1)) : event.type === pattern;
}

export const eventEndpoints = [
  endpoint({
    method: "GET",
    path: "/v1/events/:id",
    params: {},
    run: (tx, _params, id) => {
      const event = tx.find("event", id);
      if (!event || !isVisible(tx, event)) throw resourceMissing("event", id);
      return withPendingWebhooks(tx, [event])[0] ?? event;
    },
  }),
  endpoint({
    method: "GET",
    path: "/v1/events",
    params: { ...listParams, created: range, delivery_success: notYet, type: text(), types: array(text(), 20) },
    run: (tx, params) => {
      const { type, types } = params;
      if (type && types) throw invalidRequest("You may only specify one of these parameters: type, types.");
      const listed = page(
        tx.store.all("event"),
        (event) =>
          isVisible(tx, event) &&
          (!type || matchesType(event, type)) &&
          (!types || types.some((pattern) => matchesType(event, pattern))) &&
          isInRange(event.created, params.created),
        params,
        "/v1/events",
      );
      return { ...listed, data: withPendingWebhooks(tx, listed.data) };
    },
  }),
];
