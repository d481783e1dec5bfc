import { settleAll } from "@/lib/core/settle-all";

/**
 * Does the work for every item, at most `concurrency` at a time, so that a long queue leaves room for others, and gives
 * what came of each in the order of the items. When one fails no other is begun, and nothing is left running: it waits for
 * those under way and rejects with the error.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let hasFailed = false;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (hasFailed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await settleAll(Array.from({ length: concurrency }, worker));
  return results;
}
