import { type Collections, type Kind, kinds } from "./collections";
import { Journal } from "./journal";
import { type JournalEntry, Line } from "./journal-line";
import { type RelatedKind, type Relation, RelationIndex } from "./relations";

type Maps = { [K in Kind]: Map<string, Collections[K]> };

/** Called after a value was written (undefined when it was removed), also while loading and while undoing. */
export type WriteListener = (kind: Kind, id: string) => void;

const compactAboveBytes = 32 * 1024 * 1024;
/** More than this is not gathered into one line, so that no line outgrows what can be read back. */
const maxGatheredWrites = 5_000;

/** Committed transactions whose line is not written yet, and how to take them back should that fail. */
type Gathering = { line: Line; undo: (() => void)[] };

/**
 * Everything the sandbox knows, in memory, in the order in which it was first written. Values are never changed in
 * place: a change puts a new object. Changes happen inside `transaction` and reach the journal as one line.
 */
export class Store {
  readonly #maps = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as Maps;
  readonly #relations = new RelationIndex();
  readonly #listeners: WriteListener[] = [];
  readonly #journal: Journal | null;
  #undo: (() => void)[] | null = null;
  #entry: JournalEntry = [];
  #gathering: Gathering | null = null;
  #compactedBytes = 0;
  #isCompacting = false;
  #forgetOld: () => void = () => undefined;
  /** The id that was first written last, by kind. */
  readonly #lastIds = new Map<Kind, string>();

  /** Without a file the state lives as long as the process. */
  constructor(stateFile: string | null) {
    if (!stateFile) {
      this.#journal = null;
      return;
    }
    const { journal, entries } = Journal.open(stateFile);
    this.#journal = journal;
    for (const entry of entries) for (const [kind, id, value] of entry) this.#load(kind, id, value);
    if (entries.length > 0) this.compact();
  }

  onWrite(listener: WriteListener): void {
    this.#listeners.push(listener);
  }

  find<K extends Kind>(kind: K, id: string): Collections[K] | null {
    return this.#maps[kind].get(id) ?? null;
  }

  /** Oldest first. */
  all<K extends Kind>(kind: K): IterableIterator<Collections[K]> {
    return this.#maps[kind].values();
  }

  /** The one that was first written last; null when there is none, or when it was removed. */
  last<K extends Kind>(kind: K): Collections[K] | null {
    return this.find(kind, this.#lastIds.get(kind) ?? "");
  }

  related<K extends RelatedKind>(kind: K, relation: Relation<K>, id: string): Collections[K][] {
    const found: Collections[K][] = [];
    for (const own of this.#relations.idsOf(kind, relation, id)) {
      const object = this.find(kind, own);
      if (object) found.push(object);
    }
    return found;
  }

  count(kind: Kind): number {
    return this.#maps[kind].size;
  }

  /**
   * Runs `change` and keeps all it wrote, or, if it throws, none of it. It must not wait for anything: that is what
   * makes each transaction alone in the world.
   */
  transaction<T>(change: () => T): T {
    if (this.#undo) throw new Error("A transaction is already open");
    const undo: (() => void)[] = [];
    this.#undo = undo;
    this.#entry = [];
    try {
      const result = change();
      if (this.#entry.length > 0) this.#keep(this.#entry, undo);
      return result;
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    } finally {
      this.#undo = null;
      this.#tidyJournal();
    }
  }

  /**
   * Runs many transactions whose writes share a line of the journal. They are in the file when this returns, and nothing
   * else may be told of them before: `run` must not wait for anything, nor answer anyone.
   */
  gather<T>(run: () => T): T {
    if (this.#gathering) throw new Error("Transactions are being gathered already");
    this.#gathering = { line: new Line(), undo: [] };
    try {
      return run();
    } finally {
      try {
        this.#writeGathered();
      } finally {
        this.#gathering = null;
        this.#tidyJournal();
      }
    }
  }

  /** Runs `attempt` inside the open transaction and takes back all that it wrote: to see what would come of it. */
  undoing<T>(attempt: () => T): T {
    const undo = this.#undo;
    if (!undo) throw new Error("Undoing needs a transaction");
    const [steps, writes] = [undo.length, this.#entry.length];
    try {
      return attempt();
    } finally {
      for (const step of undo.splice(steps).reverse()) step();
      this.#entry.length = writes;
    }
  }

  put<K extends Kind>(kind: K, value: Collections[K]): void {
    this.#write(kind, value.id, value);
  }

  remove(kind: Kind, id: string): void {
    this.#write(kind, id, null);
  }

  /** What to do before the journal is rewritten while running: to remove what nobody can see any more. */
  beforeCompacting(forgetOld: () => void): void {
    this.#forgetOld = forgetOld;
  }

  /** Rewrites the journal so that each object appears once, in its last state. */
  compact(): void {
    if (!this.#journal) return;
    this.#journal.rewrite(this.#snapshot());
    this.#compactedBytes = this.#journal.bytes;
  }

  close(): void {
    this.#journal?.close();
  }

  #keep(entry: JournalEntry, undo: (() => void)[]): void {
    if (!this.#journal) return;
    if (!this.#gathering) {
      this.#journal.append(entry);
      return;
    }
    this.#gathering.line.add(entry);
    for (const step of undo) this.#gathering.undo.push(step);
  }

  #writeGathered(): void {
    const { line, undo } = this.#gathering ?? { line: new Line(), undo: [] };
    this.#gathering = { line: new Line(), undo: [] };
    if (line.writes.length === 0) return;
    try {
      this.#journal?.append(line.writes);
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
  }

  #write<K extends Kind>(kind: K, id: string, value: Collections[K] | null): void {
    if (!this.#undo) throw new Error("Writing needs a transaction");
    const map: Map<string, Collections[K]> = this.#maps[kind];
    const before = map.get(id);
    const last = this.#lastIds.get(kind) ?? "";
    this.#undo.push(() => {
      this.#set(kind, id, before ?? null);
      this.#lastIds.set(kind, last);
    });
    this.#entry.push([kind, id, value]);
    this.#set(kind, id, value);
  }

  #set<K extends Kind>(kind: K, id: string, value: Collections[K] | null): void {
    const map: Map<string, Collections[K]> = this.#maps[kind];
    this.#relations.moved(kind, id, map.get(id), value);
    if (value === null) map.delete(id);
    else {
      Object.freeze(value);
      if (!map.has(id)) this.#lastIds.set(kind, id);
      map.set(id, value);
    }
    for (const listener of this.#listeners) listener(kind, id);
  }

  #load(kind: string, id: string, value: unknown): void {
    const map = (this.#maps as Record<string, Map<string, unknown> | undefined>)[kind];
    if (!map) throw new Error(`The state file holds "${kind}", which this version does not know`);
    this.#relations.moved(kind as Kind, id, map.get(id) as object | undefined, value as object | null);
    if (value === null) map.delete(id);
    else {
      if (!map.has(id)) this.#lastIds.set(kind as Kind, id);
      map.set(id, Object.freeze(value));
    }
  }

  *#snapshot(): Iterable<JournalEntry> {
    for (const kind of kinds) for (const [id, value] of this.#maps[kind]) yield [[kind, id, value]];
  }

  #tidyJournal(): void {
    if (this.#gathering) {
      if (this.#gathering.line.writes.length > maxGatheredWrites) this.#writeGathered();
      return;
    }
    if (!this.#journal || this.#isCompacting) return;
    if (this.#journal.bytes <= compactAboveBytes + 3 * this.#compactedBytes) return;
    this.#isCompacting = true;
    try {
      this.#forgetOld();
      this.compact();
    } finally {
      this.#isCompacting = false;
    }
  }
}
