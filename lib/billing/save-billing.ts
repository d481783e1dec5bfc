import type { BillingChange, StoredBilling } from "@/lib/billing/decide-billing-change";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/** What we hold about an account's billing. */
export async function loadBilling(tx: Tx, accountId: string): Promise<StoredBilling> {
  const [subscriptions, invoices, open] = await Promise.all([
    tx.subscription.findMany({ where: { accountId } }),
    tx.invoice.findMany({ where: { accountId } }),
    findOpenCheckouts(tx, accountId),
  ]);
  return { subscriptions, invoices, openCheckouts: open };
}

/** The ids of the account's checkouts that are open as far as we know. */
export async function findOpenCheckouts(tx: Tx, accountId: string): Promise<string[]> {
  const open = await tx.checkoutSession.findMany({
    where: { accountId, state: "open" },
    select: { stripeSessionId: true },
  });
  return open.flatMap(({ stripeSessionId }) => stripeSessionId ?? []);
}

/** Writes a change. The caller holds the customer's lease and has checked it in this transaction. */
export async function saveBilling(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  for (const facts of change.subscriptions) {
    const { stripeSubscriptionId } = facts;
    await tx.subscription.upsert({
      where: { stripeSubscriptionId },
      create: { accountId, ...facts },
      update: { accountId, ...facts },
    });
  }
  for (const facts of change.invoices) {
    const { stripeInvoiceId } = facts;
    await tx.invoice.upsert({
      where: { stripeInvoiceId },
      create: { accountId, ...facts },
      update: { accountId, ...facts },
    });
  }
  await tx.subscription.updateMany({
    where: { stripeSubscriptionId: { in: change.vanishedSubscriptions } },
    data: { status: "canceled", stripeStatus: "missing", endedAt: change.vanishedAt },
  });
  for (const { stripeSessionId, state } of change.settledCheckouts) {
    await tx.checkoutSession.updateMany({
      where: { stripeSessionId },
      data: { state, settledAt: clock.now(), url: null },
    });
  }
}
