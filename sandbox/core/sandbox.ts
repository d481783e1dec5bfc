import { dueWorks } from "../billing/due-works";
import { Clock } from "./clock";
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
  /** Works that threw. They are left alone, so that one defect does not stop time for everyone. */
  readonly #stuck = new Set<string>();

  constructor(options: { stateFile: string | null; startsAt: Date | null }) {
    this.store = new Store(options.stateFile);
    this.clock = new Clock(this.store, options.startsAt);
    this.schedule = new Schedule(this.store, dueWorks);
  }

  /** Runs a change at the present business time, after everything that fell due before it. */
  change<T>(request: RequestInfo, run: (tx: Tx) => T): T {
    this.settleDue();
    return this.#transactionAt(this.clock.now(), request, run);
  }

  /** Settles all that has fallen due by now, each at its own instant, so that lateness leaves no trace in the objects. */
  settleDue(): void {
    const now = this.clock.now();
    for (;;) {
      const next = this.nextDueAt();
      if (next === null || next > now) return;
      for (const { work, id, dueAt, key } of this.schedule.dueBy(next)) {
        if (this.#stuck.has(key) || work.dueAt(this.store, id) !== dueAt) continue;
        try {
          this.#transactionAt(dueAt, byTime, (tx) => work.settle(tx, id));
          if (work.dueAt(this.store, id) === dueAt) throw new Error(`${key} is still due after it was settled`);
        } catch (error) {
          this.#stuck.add(key);
          console.error(`sandbox: could not settle ${key}, leaving it aside:`, error);
        }
      }
    }
  }

  /** Unix seconds of what falls due next, or null. */
  nextDueAt(): number | null {
    return this.schedule.nextDueAt(this.#stuck);
  }

  #transactionAt<T>(now: number, request: RequestInfo, run: (tx: Tx) => T): T {
    return this.store.transaction(() => run(new Tx(this.store, now, request, this.origin)));
  }
}
