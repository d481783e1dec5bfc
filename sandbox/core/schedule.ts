import type { Kind } from "./collections";
import type { Store } from "./store";
import type { Tx } from "./tx";

/**
 * One kind of future business work. `dueAt` reads from the stored object when it falls due (Unix seconds, null for
 * never), so that nothing has to be rescheduled by hand; `settle` must move that instant on or away.
 */
export type DueWork = {
  /** The kind of object whose writing can move the due instant. */
  kind: Kind;
  dueAt: (store: Store, id: string) => number | null;
  settle: (tx: Tx, id: string) => void;
};

/** Knows what falls due next. Derived from the store by listening to its writes, so it can't disagree with it. */
export class Schedule {
  readonly #store: Store;
  readonly #works: readonly DueWork[];
  /** For each kind of work, in the order in which works of one instant settle: id → due instant. */
  readonly #due: Map<string, number>[];

  constructor(store: Store, works: readonly DueWork[]) {
    this.#store = store;
    this.#works = works;
    this.#due = works.map(() => new Map());
    for (const work of works) for (const object of store.all(work.kind)) this.#refresh(work.kind, object.id);
    store.onWrite((kind, id) => this.#refresh(kind, id));
  }

  /** The earliest due instant in Unix seconds, or null when nothing lies ahead. `except` names works by their key. */
  nextDueAt(except: ReadonlySet<string>): number | null {
    let next = Number.POSITIVE_INFINITY;
    this.#due.forEach((due, index) => {
      for (const [id, at] of due) if (at < next && !(except.size > 0 && except.has(key(index, id)))) next = at;
    });
    return next === Number.POSITIVE_INFINITY ? null : next;
  }

  /** Everything due at or before `now`, earliest first; within one instant by kind of work, then by age. */
  dueBy(now: number): { work: DueWork; id: string; dueAt: number; key: string }[] {
    const found: { work: DueWork; id: string; dueAt: number; key: string }[] = [];
    this.#due.forEach((due, index) => {
      const work = this.#works[index];
      if (work) for (const [id, dueAt] of due) if (dueAt <= now) found.push({ work, id, dueAt, key: key(index, id) });
    });
    return found.sort((a, b) => a.dueAt - b.dueAt);
  }

  #refresh(kind: Kind, id: string): void {
    this.#works.forEach((work, index) => {
      if (work.kind !== kind) return;
      const dueAt = this.#store.find(kind, id) ? work.dueAt(this.#store, id) : null;
      if (dueAt === null) this.#due[index]?.delete(id);
      else this.#due[index]?.set(id, dueAt);
    });
  }
}

function key(workIndex: number, id: string): string {
  return `${workIndex}:${id}`;
}
