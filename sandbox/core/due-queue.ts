export type QueueEntry = { dueAt: number; rank: number; id: string };

type Placed = QueueEntry & { sequence: number };

/** A heap: earliest first, then lowest rank, then first come. Entries that no longer hold are dropped by the reader. */
export class DueQueue {
  readonly #heap: Placed[] = [];
  #sequence = 0;

  peek(): QueueEntry | undefined {
    return this.#heap[0];
  }

  push(entry: QueueEntry): void {
    this.#sequence += 1;
    const placed = { ...entry, sequence: this.#sequence };
    let index = this.#heap.length;
    this.#heap.push(placed);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (!parent || !isBefore(placed, parent)) break;
      this.#heap[index] = parent;
      index = parentIndex;
    }
    this.#heap[index] = placed;
  }

  pop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child = right && left && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, last)) break;
      this.#heap[index] = child;
      index = child === left ? 2 * index + 1 : 2 * index + 2;
    }
    this.#heap[index] = last;
  }
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.dueAt - b.dueAt < 0 || (a.dueAt === b.dueAt && (a.rank - b.rank || a.sequence - b.sequence) < 0);
}
