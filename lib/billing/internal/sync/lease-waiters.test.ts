import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announceRelease, untilReleased } from "@/lib/billing/internal/sync/lease-waiters";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("who waits for a customer's lease is woken when it is given back, and nobody else is", async () => {
  const woken: string[] = [];
  const wait = (customer: string) => untilReleased(customer, 60_000).then(() => woken.push(customer));
  const waiting = [wait("cus_1"), wait("cus_1"), wait("cus_2")];
  announceRelease("cus_1");
  await Promise.all(waiting.slice(0, 2));
  expect(woken).toEqual(["cus_1", "cus_1"]);
  expect(vi.getTimerCount()).toBe(1);
  announceRelease("cus_2");
  await Promise.all(waiting);
  expect(vi.getTimerCount()).toBe(0);
});

test("who is not woken looks again after the pause, e.g. when another process holds the lease", async () => {
  const waited = untilReleased("cus_1", 200);
  await vi.advanceTimersByTimeAsync(200);
  await waited;
  announceRelease("cus_1");
});
