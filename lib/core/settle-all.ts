/**
 * As `Promise.all`, but nothing is left running when it fails: it waits for all of them and then rejects with the first
 * error. For requests to Stripe, whose SDK tries again by itself, after the one who asked has long given up.
 */
export async function settleAll<const T extends readonly unknown[]>(
  works: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
