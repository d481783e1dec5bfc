import { announceRelease, untilReleased } from "@/lib/billing/internal/sync/lease-waiters";
import { AppError } from "@/lib/core/errors";
import { type Pause, retry } from "@/lib/core/retry";
import { db, type Tx } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

/** Rises with each holder; whoever writes under a lease shows the number that they were given. */
export type LeaseFence = number & { readonly brand: "LeaseFence" };

const usualLeaseMs = 60_000;

export type LeaseOptions = {
  /** How long the others wait for us if we die; the fence guards the write even when the work takes longer. */
  leaseMs?: number;
  /** Waits before the next try; tests put their own here. */
  pause?: Pause;
};

type Unless<T> = { unless?: () => T | null };

/**
 * Does the work while no other process changes this customer's billing rows. The lease is a row, not a database lock:
 * nothing stays open while Stripe is asked, and it works behind a pooler. It ends by itself, after 60 s unless told
 * otherwise, so the work must pass the fence to every write, which then fails if somebody else has taken over
 * (docs/decisions/0020).
 * `unless` is asked before each try for the lease and once it is held: what it has is the answer, and the work is not done.
 * @throws AppError `not_found` for a customer that we don't hold, `unavailable` when the lease stays taken.
 */
export async function withCustomerLease<T>(
  stripeCustomerId: string,
  work: (fence: LeaseFence) => Promise<T>,
  options: LeaseOptions & Unless<T> = {},
): Promise<T> {
  const taken = await takeLease(stripeCustomerId, options);
  if ("answer" in taken) return taken.answer;
  try {
    // The last holder may have answered us while we took the lease from them.
    return options.unless?.() ?? (await work(taken.fence));
  } finally {
    await releaseLease(stripeCustomerId, taken.fence);
  }
}

/** Never throws: what the work came to must not be hidden, and a lease that is not given back ends by itself. */
async function releaseLease(stripeCustomerId: string, leaseFence: LeaseFence): Promise<void> {
  try {
    await db().billingCustomer.updateMany({ where: { stripeCustomerId, leaseFence }, data: { leaseUntil: null } });
  } catch (error) {
    logger().warn({ err: error, stripeCustomerId }, "a customer lease could not be given back");
  }
  announceRelease(stripeCustomerId);
}

/**
 * Checks that this holder's lease was not taken over, and keeps it so until the transaction ends. The first statement
 * of every write under a lease.
 * @throws AppError `lease_lost`
 */
export async function requireLease(tx: Tx, stripeCustomerId: string, fence: LeaseFence): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    select 1 from billing_customer
    where "stripeCustomerId" = ${stripeCustomerId} and "leaseFence" = ${fence} for update`;
  if (held.length === 0) throw new AppError("lease_lost", "Somebody else has read this customer from Stripe since.");
}

async function takeLease<T>(
  stripeCustomerId: string,
  options: LeaseOptions & Unless<T>,
): Promise<{ fence: LeaseFence } | { answer: T }> {
  const leaseSeconds = (options.leaseMs ?? usualLeaseMs) / 1000;
  const pause: Pause = options.pause ?? ((ms) => untilReleased(stripeCustomerId, ms));
  const taken = await retry<{ fence: LeaseFence } | { answer: T }>(async () => {
    const answer = options.unless?.() ?? null;
    if (answer !== null) return { answer };
    const [row] = await db().$queryRaw<{ fence: LeaseFence }[]>`
      update billing_customer
      set "leaseFence" = "leaseFence" + 1, "leaseUntil" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where "stripeCustomerId" = ${stripeCustomerId} and ("leaseUntil" is null or "leaseUntil" < clock_timestamp())
      returning "leaseFence" as fence`;
    if (!row) await requireKnown(stripeCustomerId);
    return row ?? null;
  }, pause);
  if (taken) return taken;
  throw new AppError("unavailable", "This customer is being brought up to date by somebody else.", {
    retryAfterSeconds: 5,
  });
}

async function requireKnown(stripeCustomerId: string): Promise<void> {
  const known = await db().billingCustomer.findUnique({ where: { stripeCustomerId }, select: { id: true } });
  if (!known) throw new AppError("not_found", "There is no account for this Stripe customer.");
}
