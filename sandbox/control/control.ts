import { type Collections, kinds } from "../core/collections";
import type { Faults } from "../core/facts";
import type { Sandbox } from "../core/sandbox";
import type { Deliverer } from "../delivery/deliverer";
import { noFaults } from "../delivery/faults";
import { invalidRequest, notInSandbox, parameterInvalid, resourceMissing } from "../http/errors";
import { getWebhookEndpoint, rollSecret } from "../resources/webhook-endpoints";
import { decideTarget } from "./decide-target";
import type { ClockMover } from "./move-clock";
import { readFaults } from "./read-faults";

const byHand = { id: null, idempotencyKey: null };

type Json = { [key: string]: unknown };

/** The sandbox's own API under /_sandbox, in JSON: clock, faults, deliveries, and what there is. */
export class Control {
  readonly #sandbox: Sandbox;
  readonly #deliverer: Deliverer;
  readonly #mover: ClockMover;

  constructor(sandbox: Sandbox, deliverer: Deliverer, mover: ClockMover) {
    this.#sandbox = sandbox;
    this.#deliverer = deliverer;
    this.#mover = mover;
  }

  async answer(method: string, path: string, body: string): Promise<object> {
    const call = `${method} ${path}`;
    if (call === "GET /_sandbox/clock") return this.clock();
    if (call === "POST /_sandbox/clock") return this.moveClock(readJson(body));
    if (call === "GET /_sandbox/state") return this.#state();
    if (call === "GET /_sandbox/faults") return this.faults();
    if (call === "POST /_sandbox/faults") return this.setFaults(readJson(body));
    if (call === "POST /_sandbox/deliveries/settled") return this.#settled(readJson(body));
    if (call === "GET /_sandbox/deliveries") return { data: [...this.#sandbox.store.all("delivery")].reverse() };
    const [, collection, id, action] = /^\/_sandbox\/(\w+)\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (method === "POST" && collection === "deliveries" && id && action === "replay") return this.replayDelivery(id);
    if (method === "POST" && collection === "endpoints" && id && action === "roll") {
      return this.rollSecret(id, readJson(body));
    }
    if (method === "POST" && collection === "events" && id && action === "resend") return this.resendEvent(id);
    throw notInSandbox(call);
  }

  /** The move that is under way, and why the last one stopped, if it did. */
  progress() {
    return this.#mover.progress();
  }

  clock() {
    const { clock } = this.#sandbox;
    const { way } = this.#mover.progress();
    return {
      now: new Date(clock.nowMs()).toISOString(),
      offsetMs: clock.offsetMs(),
      frozen: clock.isFrozen(),
      moving: clock.isMoving(),
      movingFrom: way && new Date(way.fromMs).toISOString(),
      movingTo: way && new Date(way.toMs).toISOString(),
      nextDueAt: isoSeconds(this.#sandbox.nextDueAt()),
    };
  }

  /** Sends a delivery again, with a full new round of attempts and without faults. */
  replayDelivery(id: string): Collections["delivery"] {
    const { store } = this.#sandbox;
    const delivery = store.find("delivery", id);
    if (!delivery) throw resourceMissing("delivery", id);
    if (!store.find("event", delivery.event)) throw invalidRequest("Its event is older than 30 days and gone.");
    if (!store.find("webhook_endpoint", delivery.endpoint)) throw invalidRequest("Its endpoint no longer exists.");
    const replayed: Collections["delivery"] = {
      ...delivery,
      status: "pending",
      attemptsBeforeReplay: delivery.attempts.length,
      nextAttemptAtMs: Date.now(),
    };
    store.transaction(() => store.put("delivery", replayed));
    return replayed;
  }

  /** Delivers an event once more, to every endpoint that is enabled now. */
  resendEvent(id: string): { event: string; deliveries: string[] } {
    return this.#sandbox.change(byHand, (tx) => {
      const event = tx.find("event", id);
      if (!event) throw resourceMissing("event", id);
      const enabled = tx.filter("webhook_endpoint", (endpoint) => endpoint.status === "enabled");
      return { event: id, deliveries: enabled.map((endpoint) => tx.enqueueDelivery(event, endpoint.id).id) };
    });
  }

  /** Replaces all faults: what is not named is off. */
  setFaults(request: Json): Faults {
    const { store } = this.#sandbox;
    const next = { ...readFaults(request), sinceSequence: 1 + (store.last("delivery")?.sequence ?? -1) };
    store.transaction(() => store.put("faults", next));
    return next;
  }

  /** A new signing secret for an endpoint; the old one signs along for `expires_in` seconds (a day, unless given). */
  rollSecret(id: string, request: Json): { secret: string } {
    const seconds = request.expires_in ?? 86_400;
    if (typeof seconds !== "number" || !(seconds >= 0))
      throw parameterInvalid("expires_in", "Invalid number of seconds.");
    return this.#sandbox.change(byHand, (tx) => ({ secret: rollSecret(tx, id, seconds) }));
  }

  setEndpointStatus(id: string, status: "enabled" | "disabled"): void {
    this.#sandbox.change(byHand, (tx) => tx.update("webhook_endpoint", getWebhookEndpoint(tx, id), { status }, null));
  }

  /** Tries a delivery that waits for its retry now. */
  retryDelivery(id: string): void {
    const { store } = this.#sandbox;
    const delivery = store.find("delivery", id);
    if (!delivery) throw resourceMissing("delivery", id);
    if (delivery.status !== "pending") throw invalidRequest("This delivery does not wait for a retry; replay it.");
    store.transaction(() => store.put("delivery", { ...delivery, nextAttemptAtMs: Date.now() }));
  }

  /** Waits until nothing is pending, at most as long as asked for (10 s), and says what still is. */
  async #settled(request: Json): Promise<object> {
    const wanted = typeof request.timeoutMs === "number" ? request.timeoutMs : 10_000;
    await this.#deliverer.settled(Math.min(wanted, 60_000), { givesUp: false });
    return { pending: this.#deliverer.pendingCount() };
  }

  /** `{to}`, `{by}` or `{freeze}`; answers once everything on the way is done. */
  async moveClock(request: Json): Promise<object> {
    if (typeof request.freeze === "boolean") {
      await this.#mover.setFrozen(request.freeze);
      return this.clock();
    }
    const outcome = await this.#mover.moveTo((nowMs) => decideTarget(request, nowMs));
    return { ...this.clock(), ...outcome };
  }

  faults(): Faults {
    return { ...noFaults, ...this.#sandbox.store.find("faults", "faults") };
  }

  #state(): object {
    const { store } = this.#sandbox;
    const deliveries = { pending: 0, delivered: 0, failed: 0, dropped: 0 };
    for (const delivery of store.all("delivery")) deliveries[delivery.status] += 1;
    const subscriptions: { [status: string]: number } = {};
    for (const { status } of store.all("subscription")) subscriptions[status] = (subscriptions[status] ?? 0) + 1;
    return {
      clock: this.clock(),
      counts: Object.fromEntries(kinds.map((kind) => [kind, store.count(kind)])),
      subscriptions,
      deliveries,
      faults: this.faults(),
    };
  }
}

function readJson(body: string): Json {
  try {
    const value: unknown = JSON.parse(body === "" ? "{}" : body);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through to the one refusal below.
  }
  throw invalidRequest("Invalid request: the body must be a JSON object.");
}

function isoSeconds(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1_000).toISOString();
}
