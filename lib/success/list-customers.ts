import { isLive, pickSubscription } from "@/lib/billing/subscription-status";
import type { PlanKey } from "@/lib/catalog/plans";
import { fromPublicId, toPublicId } from "@/lib/core/ids";
import { decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import type { AccountStatus } from "@/lib/entitlements/reasons";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import type { CustomerFilter, CustomerProblem } from "@/lib/success/customer-filter";
import { customerIdsQuery, problemCountsQuery } from "@/lib/success/internal/customer-query";

export type CustomerRow = {
  /** `acc_…` */
  id: string;
  /** The owner's address; that of whoever may claim the account, while nobody owns it. */
  email: string | null;
  name: string | null;
  isUnclaimed: boolean;
  plan: PlanKey;
  status: AccountStatus;
  /** The price of the live subscription's seats for each interval, where it states one; null without a subscription. */
  price: { amountMinor: number | null; currency: string; interval: "month" | "year" | null } | null;
  /** When it ends, where somebody cancelled. */
  endsAt: Date | null;
  hasSeveralSubscriptions: boolean;
  joinedAt: Date;
};

export type CustomerPage = { data: CustomerRow[]; hasMore: boolean };

/** By problem; those with several subscriptions are not counted, because that takes long. */
type ProblemCounts = Record<Exclude<CustomerProblem, "several">, number>;

const defaultLimit = 50;
/** How many accounts are looked at together for a plan that they may have. */
const candidates = 200;

/**
 * The accounts that match, in the filter's order, a page at a time. A search that matches nothing gives an empty page;
 * `after` is the last id of the page before, and one that names nothing starts over.
 */
export async function listCustomers(
  filter: CustomerFilter & { after?: string; limit?: number } = {},
): Promise<CustomerPage> {
  const limit = Math.min(Math.max(filter.limit ?? defaultLimit, 1), 100);
  const now = clock.now();
  const data: CustomerRow[] = [];
  let after = await findAfter(filter.after);
  // The database finds candidates for a plan and `decideEntitlements` confirms them: the list reads on until a page is full.
  const take = filter.plan ? Math.max(limit + 1, candidates) : limit + 1;
  for (;;) {
    const found = await db().$queryRaw<{ id: string }[]>(customerIdsQuery(filter, { after, take, now }));
    const rows = await loadRows(
      found.map(({ id }) => id),
      now,
    );
    data.push(...rows.filter(({ plan }) => !filter.plan || plan === filter.plan));
    after = found.at(-1)?.id ?? null;
    if (data.length > limit || found.length < take) return { data: data.slice(0, limit), hasMore: data.length > limit };
  }
}

/** How many accounts somebody should look at. */
export async function countProblems(): Promise<ProblemCounts> {
  const [counts] = await db().$queryRaw<ProblemCounts[]>(problemCountsQuery(clock.now()));
  return counts ?? { past_due: 0, ends_soon: 0, unclaimed: 0 };
}

async function findAfter(after: string | undefined): Promise<string | null> {
  const id = after === undefined ? null : accountIdOf(after);
  return id && (await db().account.count({ where: { id } })) > 0 ? id : null;
}

/** An id that names nothing is no place in the list. */
function accountIdOf(publicId: string): string | null {
  try {
    return fromPublicId("account", publicId);
  } catch {
    return null;
  }
}

/** What the list shows of these accounts, in their order. */
async function loadRows(ids: string[], now: Date): Promise<CustomerRow[]> {
  const accounts = await db().account.findMany({
    where: { id: { in: ids } },
    include: {
      memberships: { where: { role: "owner" }, include: { user: true }, take: 1 },
      subscriptions: { orderBy: [{ startedAt: "asc" }, { id: "asc" }] },
      grants: { orderBy: { startsAt: "asc" } },
      invoices: { where: { status: { in: ["open", "uncollectible"] } }, orderBy: { issuedAt: "asc" } },
    },
  });
  const rows = accounts.map(({ id, memberships, subscriptions, grants, invoices, ...account }) => {
    const { plan, status } = decideEntitlements({
      isClosed: account.closedAt !== null,
      subscriptions: subscriptions.map((one) => ({ ...one, unpaidSince: unpaidSince(one, invoices) })),
      grants,
      usage: {},
      people: [],
      person: null,
      now,
    });
    const owner = memberships[0]?.user;
    const live = subscriptions.filter((one) => isLive(one.status));
    const current = pickSubscription(live);
    const row: CustomerRow = {
      id: toPublicId("account", id),
      email: owner?.email ?? account.claimEmail,
      name: account.name ?? owner?.name ?? null,
      isUnclaimed: account.claimEmail !== null,
      plan,
      status,
      price: current && {
        amountMinor: current.amountMinor && current.amountMinor * current.quantity,
        currency: current.currency,
        interval: current.interval,
      },
      endsAt: current && (current.cancelAt ?? (current.cancelAtPeriodEnd ? current.currentPeriodEnd : null)),
      hasSeveralSubscriptions: live.length > 1,
      joinedAt: account.createdAt,
    };
    return [id, row] as const;
  });
  const rowOf = new Map(rows);
  return ids.flatMap((id) => rowOf.get(id) ?? []);
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
