import type { SyncOutcome } from "@/lib/billing/internal/sync/decide-billing-change";
import { singleton } from "@/lib/platform/registry";

/** A caller in this process that waits for a customer to be read. */
export type SyncRequest = { outcome: SyncOutcome | null };

const open = () => singleton("sync-requests", () => new Map<string, Set<SyncRequest>>());

/**
 * Runs the work with an open request for this customer. A read of the customer that begins after the request was made answers
 * it, whoever does the read: what the request was about had happened by then.
 */
export async function withSyncRequest<T>(
  stripeCustomerId: string,
  work: (request: SyncRequest) => Promise<T>,
): Promise<T> {
  const request: SyncRequest = { outcome: null };
  const ofCustomer = open().get(stripeCustomerId) ?? new Set();
  open().set(stripeCustomerId, ofCustomer.add(request));
  try {
    return await work(request);
  } finally {
    ofCustomer.delete(request);
    if (ofCustomer.size === 0 && open().get(stripeCustomerId) === ofCustomer) open().delete(stripeCustomerId);
  }
}

/** The requests that a read answers which begins now. */
export function openSyncRequests(stripeCustomerId: string): SyncRequest[] {
  return [...(open().get(stripeCustomerId) ?? [])];
}
