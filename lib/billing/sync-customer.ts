import { recordAudit } from "@/lib/audit/record";
import { findWaitingEvents, settleEvents } from "@/lib/billing/internal/inbox/waiting-events";
import { findUncopiedCalls, noteCopied } from "@/lib/billing/internal/sync/copied-calls";
import {
  type LeaseFence,
  type LeaseOptions,
  requireLease,
  withCustomerLease,
} from "@/lib/billing/internal/sync/customer-lease";
import {
  type BillingChange,
  decideBillingChange,
  type SyncOutcome,
} from "@/lib/billing/internal/sync/decide-billing-change";
import { readCustomerFromStripe } from "@/lib/billing/internal/sync/read-customer-from-stripe";
import { findOpenCheckouts, loadBilling, saveBilling } from "@/lib/billing/internal/sync/save-billing";
import { openSyncRequests, withSyncRequest } from "@/lib/billing/internal/sync/sync-requests";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { clock } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";

export type SyncOptions = LeaseOptions & {
  /** Who made us look; the audit log names them. */
  actor?: Actor;
  /** Asked once the lease is held and before Stripe is read; when it resolves to false, nothing is read or written. */
  isStillWanted?: () => Promise<boolean>;
};

/**
 * Makes what we hold about a customer equal to what Stripe holds, and says what came of it. Safe to repeat, and to run
 * twice at once: whoever waits is answered by a read that began after they asked. The webhook, the checkout return, the
 * staff button and every change of a subscription end here. A customer who was deleted at Stripe is let go of.
 * @throws AppError `not_found` for a customer that we don't hold, `lease_lost` when another sync took over meanwhile,
 * `stripe_unavailable`, `unavailable` when the lease stays taken or Stripe does not know the customer.
 */
export async function syncCustomer(
  stripeCustomerId: string,
  options: SyncOptions = {},
): Promise<SyncOutcome | "skipped"> {
  return withSyncRequest(stripeCustomerId, (request) =>
    withCustomerLease(
      stripeCustomerId,
      async (fence) => {
        const isWanted = (await options.isStillWanted?.()) ?? true;
        return isWanted ? lookAtStripe(stripeCustomerId, fence, options.actor) : "skipped";
      },
      { ...options, unless: () => request.outcome },
    ),
  );
}

async function lookAtStripe(
  stripeCustomerId: string,
  fence: LeaseFence,
  actor: Actor | undefined,
): Promise<SyncOutcome> {
  // What has arrived and was asked for by now is answered by the read that follows.
  const requests = openSyncRequests(stripeCustomerId);
  const [events, { accountId }] = await Promise.all([
    findWaitingEvents(stripeCustomerId),
    db().billingCustomer.findUniqueOrThrow({ where: { stripeCustomerId } }),
  ]);
  // Read under the lease: whoever reads later also writes later, so that an older answer can't win.
  const [calls, openCheckouts] = await Promise.all([findUncopiedCalls(accountId), findOpenCheckouts(db(), accountId)]);
  const observed = await readCustomerFromStripe(stripeCustomerId, openCheckouts);
  const outcome = await transaction(async (tx) => {
    await requireLease(tx, stripeCustomerId, fence);
    const change = decideBillingChange(await loadBilling(tx, accountId), observed);
    await saveBilling(tx, accountId, change);
    // Of a deleted customer we let go, lease and all, so that the account can buy again as a new one.
    const parted = observed.isDeleted && { stripeCustomerId: null, leaseUntil: null };
    await tx.billingCustomer.update({ where: { stripeCustomerId }, data: { syncedAt: clock.now(), ...parted } });
    if (change.changed) {
      const deletedCustomer = observed.isDeleted ? stripeCustomerId : null;
      await auditSync(tx, { accountId, change, fence, deletedCustomer, actor });
    }
    await settleEvents(tx, events);
    await noteCopied(tx, calls);
    return change.outcome;
  });
  for (const request of requests) request.outcome = outcome;
  return outcome;
}

/** As `syncCustomer`, for an account; `no_customer` when it never had to do with Stripe. */
export async function syncAccount(
  accountId: string,
  options: SyncOptions = {},
): Promise<SyncOutcome | "skipped" | "no_customer"> {
  const customer = await db().billingCustomer.findUnique({ where: { accountId }, select: { stripeCustomerId: true } });
  return customer?.stripeCustomerId ? syncCustomer(customer.stripeCustomerId, options) : "no_customer";
}

/**
 * Brings our copy up to date after something was changed at Stripe. Never fails, because the change stands even where the
 * sync fails: what it could not copy is copied with the event that Stripe sends, or by the overdue sweep.
 */
export async function syncAfterChange(accountId: string, actor: Actor): Promise<void> {
  try {
    await syncAccount(accountId, { actor });
  } catch (error) {
    logger().warn({ err: error, accountId }, "a change was made at Stripe and our copy does not show it yet");
  }
}

/** The staff button: looks at Stripe again for one customer. @throws AppError `not_found` for an unknown account. */
export async function syncAccountForStaff(request: {
  actor: Actor;
  accountId: string;
  reason: string;
}): Promise<string> {
  const account = await db().account.findUnique({ where: { id: request.accountId }, select: { id: true } });
  if (!account) throw new AppError("not_found", "There is no such account.");
  const outcome = await syncAccount(request.accountId, { actor: request.actor });
  await transaction((tx) =>
    recordAudit(tx, {
      actor: request.actor,
      action: "billing.sync_requested",
      subject: { kind: "account", id: request.accountId },
      accountId: request.accountId,
      detail: { reason: request.reason, outcome },
    }),
  );
  return outcome;
}

async function auditSync(
  tx: Tx,
  sync: {
    accountId: string;
    change: BillingChange;
    fence: LeaseFence;
    deletedCustomer: string | null;
    actor: Actor | undefined;
  },
): Promise<void> {
  const { change } = sync;
  await recordAudit(tx, {
    actor: sync.actor ?? { kind: "system", name: "sync" },
    action: change.outcome === "several_subscriptions" ? "billing.several_subscriptions_found" : "billing.synced",
    subject: { kind: "account", id: sync.accountId },
    accountId: sync.accountId,
    detail: {
      fence: sync.fence,
      ...(sync.deletedCustomer && { deletedCustomer: sync.deletedCustomer }),
      subscriptions: change.subscriptions.map(({ stripeSubscriptionId, status }) => ({ stripeSubscriptionId, status })),
      invoices: change.invoices.map(({ stripeInvoiceId, status }) => ({ stripeInvoiceId, status })),
      lines: change.invoiceLines.length,
      charges: change.charges.map(({ stripeChargeId, state }) => ({ stripeChargeId, state })),
      ...(change.disputes.length > 0 && {
        disputes: change.disputes.map(({ stripeDisputeId, status }) => ({ stripeDisputeId, status })),
      }),
      vanished: [...change.vanishedSubscriptions, ...change.vanishedInvoices, ...change.vanishedInvoiceLines],
      checkouts: change.settledCheckouts,
    },
  });
}
