import { allEnded } from "@/lib/billing/all-ended";

/**
 * Does the work for every item, at most `lanes` at a time, so that a long queue leaves room for everybody else, and gives
 * what came of each in the order of the items. When one fails no other is begun, and nothing is left running: it waits for
 * those under way and rejects with the error.
 */
export async function inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let hasFailed = false;
  const lane = async () => {
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
  await allEnded(Array.from({ length: lanes }, lane));
  return results;
}
