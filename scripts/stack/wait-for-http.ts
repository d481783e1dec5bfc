import { setTimeout as delay } from "node:timers/promises";

/** Waits until the address answers with a 2xx; fails with the last answer when that takes too long. */
export async function waitForHttp(url: string, timeoutMs = 90_000): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  let last = "no answer";
  while (Date.now() < giveUpAt) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      const body = await response.text();
      if (response.ok) return;
      last = `${response.status} ${body.slice(0, 500)}`;
    } catch (error) {
      last = String(error instanceof Error ? (error.cause ?? error) : error);
    }
    await delay(100);
  }
  throw new Error(`${url} was not ready after ${timeoutMs / 1000} s: ${last}`);
}
