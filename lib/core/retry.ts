/** Pauses before another try: some five seconds in all. */
const pausesMs = [20, 40, 80, 120, 200, 300, 400, 500, 600, 700, 900, 1_200];

/** Waits that many milliseconds. Tests put their own in its place. */
export type Pause = (ms: number) => Promise<void>;

/**
 * Tries until there is a result, for about five seconds in all; null when there was none. For waiting on another process
 * that does the same work, never on Stripe.
 */
export async function retry<T>(attempt: () => Promise<T | null>, pause: Pause = sleep): Promise<T | null> {
  for (const ms of pausesMs) {
    const result = await attempt();
    if (result !== null) return result;
    // Half of each pause is chance, so that those who wait don't all come back at once.
    await pause(ms / 2 + (Math.random() * ms) / 2);
  }
  return attempt();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
