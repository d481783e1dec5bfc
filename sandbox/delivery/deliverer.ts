import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery, DeliveryAttempt } from "../core/facts";
import type { Store } from "../core/store";
import { type DrawnFault, decideFaults, noFaults } from "./faults";
import { sendOnce } from "./send";

const maxAttempts = 8;
const reorderWaitMs = 300;

/** Milliseconds of real time before the attempt that follows `attempts` failed ones: 1, 2, 4 … at most 60 s. */
function retryDelayMs(attempts: number): number {
  return Math.min(60_000, 1_000 * 2 ** (attempts - 1));
}

/**
 * Sends deliveries to their endpoints: to each endpoint one at a time and in the order of their events; one that failed
 * waits for its retry without holding up those behind it. Lives in real time. What is pending is read from the store,
 * so that a restart goes on where it was.
 */
export class Deliverer {
  readonly #store: Store;
  readonly #pending = new Map<string, Delivery>();
  readonly #busy = new Set<string>();
  /** Deliveries whose reorder fault has been served. */
  readonly #overtaken = new Set<string>();
  /** Deliveries that a clock move has stopped waiting for. */
  readonly #givenUp = new Set<string>();
  #waiters: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #wakesAt = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(store: Store) {
    this.#store = store;
    for (const delivery of store.all("delivery")) this.#refresh(delivery.id);
    store.onWrite((kind, id) => {
      if (kind === "delivery") this.#refresh(id);
    });
  }

  start(): void {
    this.#wakeIn(0);
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  /**
   * Waits until nothing is pending, but at most `boundMs`. What is then still pending goes on being retried and is not
   * waited for again, so that a dead endpoint costs a move of the clock its bound once. Returns how many those are.
   */
  async settled(boundMs: number, { givesUp = true } = {}): Promise<number> {
    const deadline = Date.now() + boundMs;
    while (!this.#stopped && this.#awaited().length > 0 && Date.now() < deadline) {
      const woken = new Promise<void>((resolve) => this.#waiters.push(resolve));
      await Promise.race([woken, sleep(Math.max(1, deadline - Date.now()), undefined, { ref: false })]);
    }
    const left = this.#awaited();
    if (givesUp) for (const delivery of left) this.#givenUp.add(delivery.id);
    return left.length;
  }

  pendingCount(): number {
    return this.#pending.size;
  }

  #awaited(): Delivery[] {
    return [...this.#pending.values()].filter((delivery) => !this.#givenUp.has(delivery.id));
  }

  #refresh(id: string): void {
    const delivery = this.#store.find("delivery", id);
    if (delivery?.status === "pending") {
      this.#pending.set(id, delivery);
      this.#wakeIn(0);
    } else if (this.#pending.delete(id)) {
      this.#givenUp.delete(id);
      this.#overtaken.delete(id);
    }
  }

  /** A write is seen before its transaction has committed, so work never starts in the same turn. */
  #wakeIn(ms: number): void {
    const at = Date.now() + ms;
    if (this.#stopped || at >= this.#wakesAt) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#wakesAt = at;
    this.#timer = setTimeout(() => {
      this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#wake();
    }, ms);
  }

  #wake(): void {
    const endpoints = new Set([...this.#pending.values()].map((delivery) => delivery.endpoint));
    for (const endpoint of endpoints) if (!this.#busy.has(endpoint)) void this.#work(endpoint);
  }

  async #work(endpoint: string): Promise<void> {
    this.#busy.add(endpoint);
    try {
      while (!this.#stopped) {
        const next = this.#pick(endpoint);
        if (typeof next === "number") {
          if (Number.isFinite(next)) this.#wakeIn(Math.max(1, next));
          return;
        }
        await this.#attempt(next);
      }
    } finally {
      this.#busy.delete(endpoint);
      for (const resolve of this.#waiters.splice(0)) resolve();
    }
  }

  /** The delivery to attempt now, or the milliseconds until there may be one. */
  #pick(endpoint: string): Delivery | number {
    const now = Date.now();
    const own = [...this.#pending.values()].filter((delivery) => delivery.endpoint === endpoint);
    const due = own.filter((delivery) => delivery.nextAttemptAtMs <= now).sort((a, b) => a.sequence - b.sequence);
    const [first, second] = due;
    if (!first) return Math.min(...own.map((delivery) => delivery.nextAttemptAtMs)) - now;
    if (this.#overtaken.has(first.id) || !this.#faultsOf(first).has("reorder")) return first;
    if (second) {
      this.#overtaken.add(first.id);
      return second;
    }
    const heldFor = now - first.nextAttemptAtMs;
    return heldFor >= reorderWaitMs ? first : reorderWaitMs - heldFor;
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const faults = this.#faultsOf(delivery);
    if (faults.has("drop")) {
      const attempt = { at: new Date().toISOString(), status: null, response: "Dropped on the way", durationMs: 0 };
      this.#save(delivery, [{ ...attempt, faults: ["drop"] }], "dropped");
      return;
    }
    const delayMs = delivery.attempts.length === 0 ? this.#faults().delay_ms : 0;
    if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
    const attempts = [await sendOnce(this.#store, delivery, faults)];
    if (faults.has("duplicate")) attempts.push(await sendOnce(this.#store, delivery, new Set(["duplicate"])));
    if (this.#stopped) return;
    const accepted = attempts.some(({ status }) => status !== null && status >= 200 && status < 300);
    const used = delivery.attempts.length + attempts.length - delivery.attemptsBeforeReplay;
    this.#save(delivery, attempts, accepted ? "delivered" : used >= maxAttempts ? "failed" : "pending");
  }

  #save(before: Delivery, attempts: DeliveryAttempt[], status: Delivery["status"]): void {
    this.#store.transaction(() => {
      const current = this.#store.find("delivery", before.id);
      // The endpoint may have been deleted, or a replay asked for, while the attempt was under way.
      if (current?.status !== "pending") return;
      const all = [...current.attempts, ...attempts];
      const nextAttemptAtMs = Date.now() + retryDelayMs(all.length - current.attemptsBeforeReplay);
      this.#store.put("delivery", { ...current, attempts: all, status, nextAttemptAtMs });
    });
  }

  #faults() {
    return { ...noFaults, ...this.#store.find("faults", "faults") };
  }

  #faultsOf(delivery: Delivery): Set<DrawnFault> {
    return decideFaults(this.#faults(), delivery);
  }
}
