import type { BillingChange, InvoiceLineFacts, StoredBilling } from "@/lib/billing/decide-billing-change";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/** What we hold about an account's billing. */
export async function loadBilling(tx: Tx, accountId: string): Promise<StoredBilling> {
  const where = { accountId };
  const [subscriptions, invoices, lines, charges, openCheckouts] = await Promise.all([
    tx.subscription.findMany({ where }),
    tx.invoice.findMany({ where }),
    tx.invoiceLine.findMany({ where }),
    tx.charge.findMany({ where }),
    findOpenCheckouts(tx, accountId),
  ]);
  const invoiceIds = new Map(invoices.map(({ id, stripeInvoiceId }) => [id, stripeInvoiceId]));
  const invoiceLines = lines.map((line) => ({ ...line, stripeInvoiceId: invoiceIds.get(line.invoiceId) ?? "" }));
  return { subscriptions, invoices, invoiceLines, charges, openCheckouts };
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
  await saveSubscriptions(tx, accountId, change);
  await saveInvoices(tx, accountId, change);
  await saveInvoiceLines(tx, accountId, change);
  await saveCharges(tx, accountId, change);
  for (const { stripeSessionId, state } of change.settledCheckouts) {
    await tx.checkoutSession.updateMany({
      where: { stripeSessionId },
      data: { state, settledAt: clock.now(), url: null },
    });
  }
}

// Each of these inserts what is new in one statement, as a first look at a long history brings hundreds of rows, and
// then updates the others one by one.

async function saveSubscriptions(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = change.subscriptions.map((facts) => ({ accountId, ...facts }));
  const created = await tx.subscription.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { stripeSubscriptionId: true },
  });
  const isNew = new Set(created.map(({ stripeSubscriptionId }) => stripeSubscriptionId));
  for (const { stripeSubscriptionId, ...data } of rows) {
    if (!isNew.has(stripeSubscriptionId)) await tx.subscription.update({ where: { stripeSubscriptionId }, data });
  }
  if (change.vanishedSubscriptions.length === 0) return;
  await tx.subscription.updateMany({
    where: { stripeSubscriptionId: { in: change.vanishedSubscriptions } },
    data: { status: "canceled", stripeStatus: "missing", endedAt: change.vanishedAt },
  });
}

async function saveInvoices(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = change.invoices.map((facts) => ({ accountId, ...facts }));
  const created = await tx.invoice.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { stripeInvoiceId: true },
  });
  const isNew = new Set(created.map(({ stripeInvoiceId }) => stripeInvoiceId));
  for (const { stripeInvoiceId, ...data } of rows) {
    if (!isNew.has(stripeInvoiceId)) await tx.invoice.update({ where: { stripeInvoiceId }, data });
  }
  if (change.vanishedInvoices.length === 0) return;
  await tx.invoice.deleteMany({ where: { accountId, stripeInvoiceId: { in: change.vanishedInvoices } } });
}

async function saveInvoiceLines(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = await withInvoices(tx, accountId, change.invoiceLines);
  const created = await tx.invoiceLine.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { stripeInvoiceLineId: true },
  });
  const isNew = new Set(created.map(({ stripeInvoiceLineId }) => stripeInvoiceLineId));
  for (const { stripeInvoiceLineId, ...data } of rows) {
    if (!isNew.has(stripeInvoiceLineId)) await tx.invoiceLine.update({ where: { stripeInvoiceLineId }, data });
  }
  if (change.vanishedInvoiceLines.length === 0) return;
  await tx.invoiceLine.deleteMany({
    where: { accountId, stripeInvoiceLineId: { in: change.vanishedInvoiceLines } },
  });
}

/** The lines with the rows that they belong to; their invoices were written before them. */
async function withInvoices(tx: Tx, accountId: string, lines: InvoiceLineFacts[]) {
  if (lines.length === 0) return [];
  const invoices = await tx.invoice.findMany({
    where: { stripeInvoiceId: { in: [...new Set(lines.map(({ stripeInvoiceId }) => stripeInvoiceId))] } },
    select: { id: true, stripeInvoiceId: true },
  });
  const ids = new Map(invoices.map(({ id, stripeInvoiceId }) => [stripeInvoiceId, id]));
  return lines.flatMap(({ stripeInvoiceId, ...facts }) => {
    const invoiceId = ids.get(stripeInvoiceId);
    return invoiceId ? [{ accountId, invoiceId, ...facts }] : [];
  });
}

async function saveCharges(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = change.charges.map((facts) => ({ accountId, ...facts }));
  const created = await tx.charge.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { stripeChargeId: true },
  });
  const isNew = new Set(created.map(({ stripeChargeId }) => stripeChargeId));
  for (const { stripeChargeId, ...data } of rows) {
    if (!isNew.has(stripeChargeId)) await tx.charge.update({ where: { stripeChargeId }, data });
  }
}
