import type { ClockState } from "./facts";
import type { Store } from "./store";

const running: ClockState = { id: "clock", offsetMs: 0, frozenAtMs: null, moving: false };

/**
 * Business time, the only time Stripe's objects know. It is the machine's time plus an offset, or stands still, and it
 * never goes back. Signatures, retries of deliveries and idempotency keys use the machine's time instead.
 */
export class Clock {
  readonly #store: Store;

  /** A start date counts only for a store that has no clock yet: a restart goes on where it was. */
  constructor(store: Store, startsAt: Date | null) {
    this.#store = store;
    const state = store.find("clock", "clock");
    if (!state) this.#save({ ...running, offsetMs: startsAt ? startsAt.getTime() - Date.now() : 0 });
    else if (state.moving) this.#save({ ...running, offsetMs: (state.frozenAtMs ?? Date.now()) - Date.now() });
  }

  nowMs(): number {
    const { frozenAtMs, offsetMs } = this.#state();
    return frozenAtMs ?? Date.now() + offsetMs;
  }

  /** Whole Unix seconds, as Stripe writes time. */
  now(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  offsetMs(): number {
    return this.nowMs() - Date.now();
  }

  isFrozen(): boolean {
    const state = this.#state();
    return state.frozenAtMs !== null && !state.moving;
  }

  isMoving(): boolean {
    return this.#state().moving;
  }

  freeze(): void {
    this.#save({ ...this.#state(), frozenAtMs: this.nowMs() });
  }

  thaw(): void {
    this.#save({ ...running, offsetMs: this.offsetMs() });
  }

  /** Stands still at the present instant, from which `stepTo` leads on until `finishMove`. */
  beginMove(): void {
    this.#save({ ...this.#state(), frozenAtMs: this.nowMs(), moving: true });
  }

  /** One step of a move; `finishMove` lets the clock run or stand as it did before. */
  stepTo(toMs: number): void {
    if (toMs < this.nowMs()) throw new Error("Business time never goes back");
    this.#save({ ...this.#state(), frozenAtMs: toMs });
  }

  finishMove(staysFrozen: boolean): void {
    if (staysFrozen) this.#save({ ...this.#state(), moving: false });
    else this.thaw();
  }

  #state(): ClockState {
    return this.#store.find("clock", "clock") ?? running;
  }

  #save(state: ClockState): void {
    this.#store.transaction(() => this.#store.put("clock", state));
  }
}
