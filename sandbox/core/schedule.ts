import type { Kind } from "./collections";
import { DueQueue } from "./due-queue";
import type { Store } from "./store";
import type { Tx } from "./tx";

/**
 * One kind of future business work. `dueAt` reads from the stored object when it falls due (Unix seconds, null for
 * never), so that nothing has to be rescheduled by hand; `settle` must move that instant on or away.
 */
export type DueWork = {
  /** What happens then, in words for people, e.g. "a subscription renews". */
  what: string;
  /** The kind of object whose writing can move the due instant. */
  kind: Kind;
  dueAt: (store: Store, id: string) => number | null;
  settle: (tx: Tx, id: string) => void;
  /** The test clock that the object lives on. Left out, it is the object's own `test_clock`. */
  clockOf?: (store: Store, id: string) => string | null;
};

export type Due = { work: DueWork; id: string; dueAt: number };

type Planned = { dueAt: number; clock: string | null };

/**
 * Knows what falls due next, on the sandbox's clock (null) and on each test clock. Derived from the store by listening
 * to its writes, so it can't disagree with it.
 */
export class Schedule {
  readonly #store: Store;
  readonly #works: readonly DueWork[];
  readonly #planned: Map<string, Planned>[];
  readonly #queues = new Map<string | null, DueQueue>();
  /** Works that threw. They are left alone, so that one defect does not stop time for everyone. */
  readonly #aside = new Set<string>();

  constructor(store: Store, works: readonly DueWork[]) {
    this.#store = store;
    this.#works = works;
    this.#planned = works.map(() => new Map());
    for (const work of works) for (const object of store.all(work.kind)) this.#refresh(work.kind, object.id);
    store.onWrite((kind, id) => this.#refresh(kind, id));
  }

  /** The earliest work; of one instant, first the kind that stands first in the list, then the one planned first. */
  next(clock: string | null): Due | null {
    const queue = this.#queues.get(clock);
    for (let entry = queue?.peek(); entry; entry = queue?.peek()) {
      const work = this.#works[entry.rank];
      const planned = this.#planned[entry.rank]?.get(entry.id);
      if (work && planned?.dueAt === entry.dueAt && planned.clock === clock) {
        // Another object's write may have moved it on since.
        if (work.dueAt(this.#store, entry.id) === entry.dueAt) return { work, id: entry.id, dueAt: entry.dueAt };
        queue?.pop();
        this.#plan(entry.rank, work, entry.id);
      } else queue?.pop();
    }
    return null;
  }

  /** What comes next on the sandbox's own clock, earliest first. Looks at everything that is planned. */
  upcoming(count: number): Due[] {
    const found: Due[] = [];
    for (const [rank, planned] of this.#planned.entries()) {
      const work = this.#works[rank];
      if (!work) continue;
      for (const [id, { dueAt, clock }] of planned) if (clock === null) found.push({ work, id, dueAt });
    }
    return found.sort((a, b) => a.dueAt - b.dueAt).slice(0, count);
  }

  leaveAside({ work, id }: Due): void {
    const rank = this.#works.indexOf(work);
    this.#aside.add(`${rank}:${id}`);
    this.#planned[rank]?.delete(id);
  }

  #refresh(kind: Kind, id: string): void {
    this.#works.forEach((work, rank) => {
      if (work.kind === kind) this.#plan(rank, work, id);
    });
  }

  #plan(rank: number, work: DueWork, id: string): void {
    const planned = this.#planned[rank];
    const object = this.#store.find(work.kind, id);
    const dueAt = object ? work.dueAt(this.#store, id) : null;
    if (dueAt === null || this.#aside.has(`${rank}:${id}`)) {
      planned?.delete(id);
      return;
    }
    const clock = work.clockOf ? work.clockOf(this.#store, id) : ownClock(object);
    const before = planned?.get(id);
    if (before?.dueAt === dueAt && before.clock === clock) return;
    planned?.set(id, { dueAt, clock });
    const queue = this.#queues.get(clock) ?? new DueQueue();
    this.#queues.set(clock, queue);
    queue.push({ dueAt, rank, id });
  }
}

function ownClock(object: object | null): string | null {
  return object && "test_clock" in object && typeof object.test_clock === "string" ? object.test_clock : null;
}
