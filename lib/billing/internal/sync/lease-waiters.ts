import { singleton } from "@/lib/platform/registry";

/** Those of this process who wait for a customer's lease. Other processes look again after their pause. */
const waiters = () => singleton("lease-waiters", () => new Map<string, Set<() => void>>());

/** Waits some milliseconds, or until this process has given the customer's lease back. */
export function untilReleased(stripeCustomerId: string, ms: number): Promise<void> {
  const ofCustomer = waiters().get(stripeCustomerId) ?? new Set();
  waiters().set(stripeCustomerId, ofCustomer);
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      ofCustomer.delete(wake);
      if (ofCustomer.size === 0 && waiters().get(stripeCustomerId) === ofCustomer) waiters().delete(stripeCustomerId);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    ofCustomer.add(wake);
  });
}

/** Wakes all who wait for the customer's lease. */
export function announceRelease(stripeCustomerId: string): void {
  for (const wake of [...(waiters().get(stripeCustomerId) ?? [])]) wake();
}
