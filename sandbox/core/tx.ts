import type { Collections, Kind } from "./collections";
import type { Delivery } from "./facts";
import { newId } from "./ids";
import type { RelatedKind, Relation } from "./relations";
import type { Store } from "./store";
import type { Event, EventType } from "./wire";

export const apiVersion = "2026-10-28.endive";

/** The API call that caused a change; both null when time caused it. */
export type RequestInfo = { id: string | null; idempotencyKey: string | null };

type StripeKind = Exclude<
  Kind,
  | "deleted_customer"
  | "event"
  | "subscription_facts"
  | "checkout_facts"
  | "product_feature_facts"
  | "entitlement_facts"
  | "invoice_facts"
  | "pending_change"
  | "settings"
  | "schedule_facts"
  | "card_facts"
  | "payment_facts"
  | "intent_facts"
  | "refund_facts"
  | "dispute_facts"
  | "endpoint_secret"
  | "delivery"
  | "idempotent_answer"
  | "clock"
  | "faults"
>;

/**
 * What a resource module works with: reading, and writing together with the event that tells of it. `create` and
 * `update` demand the event's type, so that a change without its event has to be spelled out as `null`.
 */
export class Tx {
  constructor(
    readonly store: Store,
    /** Business time in Unix seconds, the same for the whole transaction. */
    readonly now: number,
    readonly request: RequestInfo,
    /** Where this sandbox is reached, e.g. `http://127.0.0.1:12111`, for the addresses of hosted pages. */
    readonly origin: string,
    /** When events say that they were written: a test clock has its own time, the log has the sandbox's. */
    readonly toldAt: number = now,
  ) {}

  find<K extends Kind>(kind: K, id: string): Collections[K] | null {
    return this.store.find(kind, id);
  }

  /** For ids that the sandbox itself wrote down: a missing one is a defect, not bad input. */
  get<K extends Kind>(kind: K, id: string): Collections[K] {
    const found = this.store.find(kind, id);
    if (!found) throw new Error(`${kind} ${id} is referred to but not stored`);
    return found;
  }

  filter<K extends Kind>(kind: K, keep: (object: Collections[K]) => boolean): Collections[K][] {
    const found: Collections[K][] = [];
    for (const object of this.store.all(kind)) if (keep(object)) found.push(object);
    return found;
  }

  /** The objects of a kind that refer to `id` by one of the relations of `core/relations.ts`, oldest first. */
  related<K extends RelatedKind>(kind: K, relation: Relation<K>, id: string): Collections[K][] {
    return this.store.related(kind, relation, id);
  }

  /** The same transaction in the time of a test clock; itself for null. Objects on a test clock know no other time. */
  on(testClock: string | null): Tx {
    if (testClock === null) return this;
    const { frozen_time } = this.get("test_helpers.test_clock", testClock);
    return new Tx(this.store, frozen_time, this.request, this.origin, this.toldAt);
  }

  /** Writes something that is no Stripe object, or no news to anyone. */
  put<K extends Kind>(kind: K, value: Collections[K]): void {
    this.store.put(kind, value);
  }

  create<K extends StripeKind>(kind: K, object: Collections[K], event: EventType | null): Collections[K] {
    this.store.put(kind, object);
    if (event) this.emit(event, object);
    return object;
  }

  /** Writes `changes` over `before`. Where they change nothing, nothing is written and nothing is told. */
  update<K extends StripeKind>(
    kind: K,
    before: Collections[K],
    changes: Partial<Collections[K]>,
    event: EventType | null,
  ): Collections[K] {
    const after = { ...before, ...changes };
    const previous = previousAttributes(before, after, Object.keys(changes));
    if (Object.keys(previous).length === 0) return before;
    this.store.put(kind, after);
    if (event) this.emit(event, after, event.endsWith(".updated") ? previous : undefined);
    return after;
  }

  /** Writes one event to the log and one delivery for each endpoint that listens for it. */
  emit(type: EventType, object: { object: string }, previous?: Record<string, unknown>): Event {
    const event: Event = {
      id: newId("evt"),
      object: "event",
      api_version: apiVersion,
      created: this.toldAt,
      data: previous ? { object, previous_attributes: previous } : { object },
      livemode: false,
      pending_webhooks: 0,
      request: { id: this.request.id, idempotency_key: this.request.idempotencyKey },
      type,
    };
    this.store.put("event", event);
    for (const endpoint of this.store.all("webhook_endpoint")) {
      const listens = endpoint.enabled_events.includes("*") || endpoint.enabled_events.includes(type);
      if (endpoint.status === "enabled" && listens) this.enqueueDelivery(event, endpoint.id);
    }
    return event;
  }

  enqueueDelivery(event: Event, endpoint: string): Delivery {
    const delivery: Delivery = {
      id: newId("dlv"),
      event: event.id,
      eventType: event.type,
      endpoint,
      status: "pending",
      attempts: [],
      attemptsBeforeReplay: 0,
      nextAttemptAtMs: Date.now(),
      sequence: 1 + (this.store.last("delivery")?.sequence ?? -1),
    };
    this.store.put("delivery", delivery);
    return delivery;
  }
}

/**
 * The old values of what differs, as `previous_attributes` gives them: a nested object lists only its changed keys (a
 * key that is new appears as null), an array appears whole.
 */
function previousAttributes(before: object, after: object, keys: readonly string[]): Record<string, unknown> {
  const previous: Record<string, unknown> = {};
  for (const key of keys) {
    const [was, is] = [fieldOf(before, key), fieldOf(after, key)];
    if (was === is) continue;
    if (isPlainObject(was) && isPlainObject(is)) {
      const nested = previousAttributes(was, is, [...new Set([...Object.keys(was), ...Object.keys(is)])]);
      if (Object.keys(nested).length > 0) previous[key] = nested;
    } else if (!Array.isArray(was) || JSON.stringify(was) !== JSON.stringify(is)) {
      previous[key] = was;
    }
  }
  return previous;
}

function fieldOf(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? ((object as Record<string, unknown>)[key] ?? null) : null;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
