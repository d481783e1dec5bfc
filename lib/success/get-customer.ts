import {
  type BillingOverview,
  getBillingOverview,
  type InvoiceEntry,
  listInvoices,
} from "@/lib/billing/billing-overview";
import { AppError } from "@/lib/core/errors";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { type DeviceWithLease, listLeases } from "@/lib/entitlements/list-leases";
import { db } from "@/lib/platform/db";

const shownRows = 50;

/** Everything that staff see of one customer on one page. */
export type CustomerFacts = {
  /** `acc_…` */
  id: string;
  name: string | null;
  joinedAt: Date;
  closedAt: Date | null;
  people: { id: string; email: string; name: string | null; role: "owner" | "member"; locale: string }[];
  stripeCustomerId: string | null;
  syncedAt: Date | null;
  billing: BillingOverview;
  subscriptions: SubscriptionRow[];
  invoices: InvoiceEntry[];
  decision: Decision;
  devices: DeviceWithLease[];
  checkouts: CheckoutRow[];
  mails: MailRow[];
  audit: AuditRow[];
};

export type SubscriptionRow = Awaited<ReturnType<typeof findSubscriptions>>[number];
export type CheckoutRow = Awaited<ReturnType<typeof findCheckouts>>[number];
export type MailRow = Awaited<ReturnType<typeof findMails>>[number];
export type AuditRow = Awaited<ReturnType<typeof findAudit>>[number];

/** One customer's facts. @throws AppError `not_found` for an id that names no account */
export async function getCustomer(publicId: string): Promise<CustomerFacts> {
  const accountId = fromPublicId("account", publicId);
  const account = await db().account.findUnique({
    where: { id: accountId },
    include: { memberships: { include: { user: true }, orderBy: { createdAt: "asc" } }, billingCustomer: true },
  });
  if (!account) throw new AppError("not_found", "There is no account with this id.");
  const userIds = account.memberships.map(({ userId }) => userId);
  const decided = getDecision(accountId);
  const [billing, subscriptions, invoices, decision, devices, checkouts, mails, audit] = await Promise.all([
    getBillingOverview(accountId),
    findSubscriptions(accountId),
    listInvoices(accountId, shownRows),
    decided,
    decided.then((now) => listLeases(accountId, now)),
    findCheckouts(accountId),
    findMails(userIds),
    findAudit(accountId, userIds),
  ]);
  const people = account.memberships.map(({ role, user }) => ({
    id: toPublicId("user", user.id),
    email: user.email,
    name: user.name,
    role,
    locale: user.locale,
  }));
  const { name, createdAt: joinedAt, closedAt, billingCustomer } = account;
  const { stripeCustomerId = null, syncedAt = null } = billingCustomer ?? {};
  const rows = { billing, subscriptions, invoices, decision, devices, checkouts, mails, audit };
  return { id: publicId, name, joinedAt, closedAt, people, stripeCustomerId, syncedAt, ...rows };
}

function findSubscriptions(accountId: string) {
  return db().subscription.findMany({ where: { accountId }, orderBy: { startedAt: "desc" }, take: shownRows });
}

function findCheckouts(accountId: string) {
  return db().checkoutSession.findMany({
    where: { accountId },
    orderBy: { createdAt: "desc" },
    take: shownRows,
    select: {
      id: true,
      stripeSessionId: true,
      priceKey: true,
      quantity: true,
      state: true,
      createdAt: true,
      settledAt: true,
    },
  });
}

function findMails(userIds: string[]) {
  return db().mailMessage.findMany({
    where: { userId: { in: userIds } },
    orderBy: { createdAt: "desc" },
    take: shownRows,
    select: { id: true, kind: true, subject: true, state: true, createdAt: true, sentAt: true, lastError: true },
  });
}

/** What was done to the account and to its people, with the detail that has not been erased. */
async function findAudit(accountId: string, userIds: string[]) {
  const records = await db().auditRecord.findMany({
    where: { OR: [{ accountId }, { subjectKind: "user", subjectId: { in: userIds } }] },
    orderBy: { at: "desc" },
    take: shownRows,
    select: {
      id: true,
      at: true,
      businessAt: true,
      actorKind: true,
      actorId: true,
      action: true,
      subjectKind: true,
      subjectId: true,
    },
  });
  const details = await db().auditDetail.findMany({ where: { recordId: { in: records.map(({ id }) => id) } } });
  const detailOf = new Map(details.map(({ recordId, detail }) => [recordId, detail]));
  return records.map((record) => ({ ...record, detail: detailOf.get(record.id) ?? null }));
}
