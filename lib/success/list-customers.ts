import type { Prisma } from "@/generated/prisma/client";
import type { SubscriptionStatus } from "@/generated/prisma/enums";
import type { PlanKey } from "@/lib/catalog/plans";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import { decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import type { AccountStatus } from "@/lib/entitlements/reasons";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

export type CustomerFilter = {
  /** The beginning of a mail address or name, an account's id, or Stripe's id of the customer. */
  search?: string;
  /** Accounts with a subscription in this state; `none` for those that never had one. */
  subscription?: SubscriptionStatus | "none";
  /** The last id of the page before. One that names nothing starts over. */
  after?: string;
  limit?: number;
};

export type CustomerRow = {
  /** `acc_…` */
  id: string;
  email: string | null;
  name: string | null;
  plan: PlanKey;
  status: AccountStatus;
  joinedAt: Date;
};

export type CustomerPage = { data: CustomerRow[]; hasMore: boolean };

const defaultLimit = 50;

/** The accounts that match, newest first, a page at a time. A search that matches nothing gives an empty page. */
export async function listCustomers(filter: CustomerFilter = {}): Promise<CustomerPage> {
  const limit = Math.min(Math.max(filter.limit ?? defaultLimit, 1), 100);
  const rows = await db().account.findMany({
    where: { AND: [matching(filter.search?.trim() ?? ""), having(filter.subscription), before(filter.after)] },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: {
      memberships: { where: { role: "owner" }, include: { user: true }, take: 1 },
      subscriptions: { orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
      grants: { orderBy: { startsAt: "asc" } },
      invoices: { where: { status: { in: ["open", "uncollectible"] } }, orderBy: { issuedAt: "asc" } },
    },
  });
  const now = clock.now();
  const data = rows
    .slice(0, limit)
    .map(({ id, name, createdAt, closedAt, memberships, subscriptions, grants, invoices }) => {
      const { plan, status } = decideEntitlements({
        isClosed: closedAt !== null,
        subscriptions: subscriptions.map((one) => ({ ...one, unpaidSince: unpaidSince(one, invoices) })),
        grants,
        usage: {},
        now,
      });
      const owner = memberships[0]?.user;
      return {
        id: toPublicId("account", id),
        email: owner?.email ?? null,
        name: name ?? owner?.name ?? null,
        plan,
        status,
        joinedAt: createdAt,
      };
    });
  return { data, hasMore: rows.length > limit };
}

type Debt = { stripeSubscriptionId: string | null; issuedAt: Date; amountDueMinor: number; amountPaidMinor: number };

/** When the oldest invoice of this subscription that is still unpaid was issued. */
function unpaidSince(subscription: { stripeSubscriptionId: string }, invoices: readonly Debt[]): Date | null {
  const owed = invoices.find(
    (invoice) =>
      invoice.stripeSubscriptionId === subscription.stripeSubscriptionId &&
      invoice.amountDueMinor > invoice.amountPaidMinor,
  );
  return owed?.issuedAt ?? null;
}

function matching(search: string): Prisma.AccountWhereInput {
  if (search === "") return {};
  if (search.startsWith("acc_")) return { id: findUuid(search) };
  if (search.startsWith("cus_")) return { billingCustomer: { stripeCustomerId: search } };
  const begins = { startsWith: escapePattern(search) };
  const inName = { ...begins, mode: "insensitive" as const };
  return {
    OR: [
      { memberships: { some: { user: { email: { startsWith: escapePattern(search.toLowerCase()) } } } } },
      { memberships: { some: { user: { name: inName } } } },
      { name: inName },
    ],
  };
}

/** An id that names nothing matches nothing. */
function findUuid(id: string): string | { in: string[] } {
  try {
    return fromPublicId("account", id);
  } catch {
    return { in: [] };
  }
}

/** `%` and `_` in a search are meant as themselves. */
function escapePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

function having(subscription: CustomerFilter["subscription"]): Prisma.AccountWhereInput {
  if (subscription === undefined) return {};
  return { subscriptions: subscription === "none" ? { none: {} } : { some: { status: subscription } } };
}

/** Ids are uuids of version 7: their order is the order in which the accounts were made. */
function before(after: string | undefined): Prisma.AccountWhereInput {
  const last = after ? findUuid(after) : null;
  return typeof last === "string" ? { id: { lt: last } } : {};
}
