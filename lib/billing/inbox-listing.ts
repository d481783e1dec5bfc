import type { WebhookEvent } from "@/generated/prisma/client";
import { InboxState } from "@/generated/prisma/enums";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/platform/db";

/** An event as the list of staff shows it, without its body. */
export type InboxEntry = Omit<WebhookEvent, "payload" | "leaseUntil" | "leaseOwner"> & { accountId: string | null };

export type InboxPage = { data: InboxEntry[]; hasMore: boolean; nextCursor: string | null };

const pageSize = 50;

/** How staff narrow the inbox: to a state, or to the dead letters among what failed. */
export type InboxFilter = InboxState | "dead";

/** True for something that the inbox can be narrowed to. */
export function isInboxFilter(value: string | null | undefined): value is InboxFilter {
  return value != null && (value === "dead" || Object.hasOwn(InboxState, value));
}

/** One page of the inbox, latest first; `cursor` is the last event of the page before. An unknown cursor starts over. */
export async function listInboxEvents(
  filter: { state?: InboxFilter; stripeCustomerId?: string; cursor?: string | null } = {},
): Promise<InboxPage> {
  const { state, stripeCustomerId } = filter;
  const after = filter.cursor ? await db().webhookEvent.findUnique({ where: { stripeEventId: filter.cursor } }) : null;
  const events = await db().webhookEvent.findMany({
    where: {
      ...(state === "dead" ? { deadAt: { not: null } } : state && { state }),
      ...(stripeCustomerId && { stripeCustomerId }),
      ...(after && {
        OR: [
          { receivedAt: { lt: after.receivedAt } },
          { receivedAt: after.receivedAt, stripeEventId: { lt: after.stripeEventId } },
        ],
      }),
    },
    orderBy: [{ receivedAt: "desc" }, { stripeEventId: "desc" }],
    take: pageSize + 1,
    omit: { payload: true, leaseUntil: true, leaseOwner: true },
  });
  const data = await withAccounts(events.slice(0, pageSize));
  const hasMore = events.length > pageSize;
  return { data, hasMore, nextCursor: hasMore ? (data.at(-1)?.stripeEventId ?? null) : null };
}

/** One event with its body, as it was signed. @throws AppError `not_found` */
export async function getInboxEvent(stripeEventId: string): Promise<InboxEntry & { payload: string }> {
  const event = await db().webhookEvent.findUnique({
    where: { stripeEventId },
    omit: { leaseUntil: true, leaseOwner: true },
  });
  const [entry] = event ? await withAccounts([event]) : [];
  if (!entry) throw new AppError("not_found", "There is no such event in the inbox.");
  return entry;
}

/** How many events are in each state, and how many of those that failed are dead letters. */
export async function countInboxEvents(): Promise<Record<InboxFilter, number>> {
  const [groups, dead] = await Promise.all([
    db().webhookEvent.groupBy({ by: ["state"], _count: true }),
    db().webhookEvent.count({ where: { deadAt: { not: null } } }),
  ]);
  const count = (state: InboxState) => groups.find((group) => group.state === state)?._count ?? 0;
  return {
    received: count("received"),
    handled: count("handled"),
    ignored: count("ignored"),
    failed: count("failed"),
    dead,
  };
}

async function withAccounts<T extends { stripeCustomerId: string | null }>(
  events: T[],
): Promise<(T & { accountId: string | null })[]> {
  const customers = await db().billingCustomer.findMany({
    where: { stripeCustomerId: { in: events.flatMap((event) => event.stripeCustomerId ?? []) } },
    select: { stripeCustomerId: true, accountId: true },
  });
  const accounts = new Map(customers.map((customer) => [customer.stripeCustomerId, customer.accountId]));
  return events.map((event) => ({ ...event, accountId: accounts.get(event.stripeCustomerId) ?? null }));
}

/** How many events of each type Stripe has sent since then, by the system's time. Types that did not occur are absent. */
export async function countEventsSince(since: Date): Promise<Partial<Record<string, number>>> {
  const groups = await db().webhookEvent.groupBy({
    by: ["type"],
    where: { receivedAt: { gte: since } },
    _count: { _all: true },
  });
  return Object.fromEntries(groups.map(({ type, _count }) => [type, _count._all]));
}
