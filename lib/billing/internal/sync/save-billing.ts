import { Prisma } from "@/generated/prisma/client";
import type { BillingChange, InvoiceLineFacts, StoredBilling } from "@/lib/billing/internal/sync/decide-billing-change";
import { clock, systemNow } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/** What we hold about an account's billing. */
export async function loadBilling(tx: Tx, accountId: string): Promise<StoredBilling> {
  const where = { accountId };
  const [subscriptions, invoices, lines, charges, disputes, openCheckouts] = await Promise.all([
    tx.subscription.findMany({ where }),
    tx.invoice.findMany({ where }),
    tx.invoiceLine.findMany({ where }),
    tx.charge.findMany({ where }),
    tx.dispute.findMany({ where }),
    findOpenCheckouts(tx, accountId),
  ]);
  const invoiceIds = new Map(invoices.map(({ id, stripeInvoiceId }) => [id, stripeInvoiceId]));
  const invoiceLines = lines.map((line) => ({
    ...line,
    stripeInvoiceId: invoiceIds.get(line.invoiceId) ?? "",
  }));
  return { subscriptions, invoices, invoiceLines, charges, disputes, openCheckouts };
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

async function saveSubscriptions(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = change.subscriptions.map((facts) => ({ accountId, ...facts, updatedAt: systemNow() }));
  await writeRows(tx, "subscription", "stripeSubscriptionId", rows);
  if (change.vanishedSubscriptions.length === 0) return;
  await tx.subscription.updateMany({
    where: { stripeSubscriptionId: { in: change.vanishedSubscriptions } },
    data: { status: "canceled", stripeStatus: "missing", endedAt: change.vanishedAt },
  });
}

async function saveInvoices(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = change.invoices.map((facts) => ({ accountId, ...facts, updatedAt: systemNow() }));
  await writeRows(tx, "invoice", "stripeInvoiceId", rows);
  if (change.vanishedInvoices.length === 0) return;
  await tx.invoice.deleteMany({ where: { accountId, stripeInvoiceId: { in: change.vanishedInvoices } } });
}

async function saveInvoiceLines(tx: Tx, accountId: string, change: BillingChange): Promise<void> {
  const rows = await withInvoices(tx, accountId, change.invoiceLines);
  await writeRows(tx, "invoice_line", "stripeInvoiceLineId", rows);
  if (change.vanishedInvoiceLines.length === 0) return;
  await tx.invoiceLine.deleteMany({
    where: { accountId, stripeInvoiceLineId: { in: change.vanishedInvoiceLines } },
  });
}

/** The lines with the rows that they belong to; their invoices were written before them. */
async function withInvoices(tx: Tx, accountId: string, lines: InvoiceLineFacts[]) {
  if (lines.length === 0) return [];
  const invoices = await tx.invoice.findMany({
    where: { accountId },
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
  await writeRows(tx, "charge", "stripeChargeId", rows);
  const disputes = change.disputes.map((facts) => ({ accountId, ...facts }));
  await writeRows(tx, "dispute", "stripeDisputeId", disputes);
}

type Table = "subscription" | "invoice" | "invoice_line" | "charge" | "dispute";

/**
 * Writes whole rows, new ones and over those of the same key, in one statement: a look at a long history brings thousands,
 * and the transaction must not take long. All rows have the same columns.
 */
async function writeRows<Key extends string>(
  tx: Tx,
  table: Table,
  key: Key,
  rows: Record<Key, string>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const once = [...new Map(rows.map((row) => [row[key], row])).values()];
  const columns = Object.keys(first).map((name) => Prisma.raw(`"${name}"`));
  const written = columns.map((column) => Prisma.sql`${column} = excluded.${column}`);
  await tx.$executeRaw`
    insert into ${Prisma.raw(table)} (id, ${Prisma.join(columns)})
    select gen_random_uuid(), ${Prisma.join(columns)}
    from json_populate_recordset(null::${Prisma.raw(table)}, ${JSON.stringify(once)}::json)
    on conflict (${Prisma.raw(`"${key}"`)}) do update set ${Prisma.join(written)}`;
}
