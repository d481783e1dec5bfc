import { dueWorks } from "../billing/due-works";
import { Clock } from "./clock";
import { forgetOldEvents } from "./forget-old-events";
import { Schedule } from "./schedule";
import { Store } from "./store";
import { type RequestInfo, Tx } from "./tx";

const byTime: RequestInfo = { id: null, idempotencyKey: null };

/** One store, one clock, one schedule: the sandbox without its network. */
export class Sandbox {
  readonly store: Store;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Where this process is reached; known once it listens. */
  origin = "";

  constructor(options: { stateFile: string | null; startsAt: Date | null }) {
    this.store = new Store(options.stateFile);
    this.clock = new Clock(this.store, options.startsAt);
    this.store.beforeCompacting(() => forgetOldEvents(this.store, this.clock.now()));
    this.schedule = new Schedule(this.store, dueWorks);
  }

  /** Runs a change at the present business time, after everything that fell due before it. */
  change<T>(request: RequestInfo, run: (tx: Tx) => T): T {
    this.settleDue();
    return this.#transactionAt(this.clock.now(), request, run);
  }

  /** Settles all that has fallen due by now, each at its own instant, so that lateness leaves no trace in the objects. */
  settleDue(): void {
    if (this.#hasDue()) this.store.gather(() => this.#settleClocks());
  }

  #hasDue(): boolean {
    const next = this.nextDueAt();
    if (next !== null && next <= this.clock.now()) return true;
    for (const clock of this.store.all("test_helpers.test_clock")) if (clock.status === "advancing") return true;
    return false;
  }

  #settleClocks(): void {
    this.#settleUntil(this.clock.now(), null);
    for (const clock of this.store.all("test_helpers.test_clock")) {
      const target = clock.status_details.advancing?.target_frozen_time;
      if (clock.status !== "advancing" || target === undefined) continue;
      this.#settleUntil(target, clock.id);
      const arrived = { frozen_time: target, status: "ready", status_details: {} } as const;
      this.#transactionAt(this.clock.now(), byTime, (tx) =>
        tx.update("test_helpers.test_clock", clock, arrived, "test_helpers.test_clock.ready"),
      );
    }
  }

  /** The same on a test clock, up to and including `until` (Unix seconds). Null is the sandbox's own clock. */
  #settleUntil(until: number, clock: string | null): void {
    for (let due = this.schedule.next(clock); due && due.dueAt <= until; due = this.schedule.next(clock)) {
      const { work, id, dueAt } = due;
      try {
        const toldAt = clock === null ? dueAt : this.clock.now();
        this.#transactionAt(dueAt, byTime, (tx) => work.settle(tx, id), toldAt);
        if (work.dueAt(this.store, id) === dueAt) throw new Error("it is still due after it was settled");
      } catch (error) {
        this.schedule.leaveAside(due);
        console.error(`sandbox: could not settle ${work.kind} ${id}, leaving it aside:`, error);
      }
    }
  }

  /** Unix seconds of what falls due next on the sandbox's clock, or null. */
  nextDueAt(): number | null {
    return this.schedule.next(null)?.dueAt ?? null;
  }

  #transactionAt<T>(now: number, request: RequestInfo, run: (tx: Tx) => T, toldAt = now): T {
    return this.store.transaction(() => run(new Tx(this.store, now, request, this.origin, toldAt)));
  }
}
