import type { SyncOutcome } from "@/lib/billing/decide-billing-change";
import { singleton } from "@/lib/platform/registry";

/** Somebody of this process who wants a customer read. */
export type SyncWish = { outcome: SyncOutcome | null };

const wishes = () => singleton("sync-wishes", () => new Map<string, Set<SyncWish>>());

/**
 * Runs the work with a wish for this customer. Whoever reads them meanwhile answers it, as long as their read began after
 * the wish was made: what the wish was about had happened by then.
 */
export async function withSyncWish<T>(stripeCustomerId: string, work: (wish: SyncWish) => Promise<T>): Promise<T> {
  const wish: SyncWish = { outcome: null };
  const ofCustomer = wishes().get(stripeCustomerId) ?? new Set();
  wishes().set(stripeCustomerId, ofCustomer.add(wish));
  try {
    return await work(wish);
  } finally {
    ofCustomer.delete(wish);
    if (ofCustomer.size === 0 && wishes().get(stripeCustomerId) === ofCustomer) wishes().delete(stripeCustomerId);
  }
}

/** The wishes that a read answers which begins now. */
export function openSyncWishes(stripeCustomerId: string): SyncWish[] {
  return [...(wishes().get(stripeCustomerId) ?? [])];
}
