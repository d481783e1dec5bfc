import type { SubscriptionStatus } from "@/generated/prisma/enums";
import { isPlanKey, type PlanKey } from "@/lib/catalog/plans";
import { type Interval, intervals } from "@/lib/catalog/prices";
import { type Currency, isCurrency } from "@/lib/core/money";

/** What a list of customers can be narrowed to. All of it lives in the address of the page. */
export type CustomerFilter = {
  /** A part of a mail address or name, the number of an invoice, or an id of ours or of Stripe's. */
  search?: string;
  /** The plan that is paid for or was given now. */
  plan?: PlanKey;
  /** Accounts with a subscription in this state; `none` for those that never had one. */
  status?: SubscriptionStatus | "none";
  interval?: Interval;
  currency?: Currency;
  /** Accounts that began on this day or later (UTC). */
  joinedSince?: Date;
  problem?: CustomerProblem;
  order?: CustomerOrder;
};

/** What somebody should look at. */
export const customerProblems = ["past_due", "ends_soon", "unclaimed", "several"] as const;
export type CustomerProblem = (typeof customerProblems)[number];

/** In which order they stand; each has an index. */
export const customerOrders = ["newest", "oldest"] as const;
export type CustomerOrder = (typeof customerOrders)[number];

/** The states that a list can be narrowed to, in the order of the choice. */
export const statusFilters = [
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "canceled",
  "incomplete",
  "paused",
  "unknown",
  "none",
] as const satisfies readonly NonNullable<CustomerFilter["status"]>[];

type Given = Record<string, string | undefined>;

/** The filter of an address; whatever is no choice that there is narrows nothing. */
export function readCustomerFilter(given: Given): CustomerFilter {
  const { search, plan, status, interval, currency, since, problem, order } = given;
  return {
    search: search?.trim() || undefined,
    plan: isPlanKey(plan) ? plan : undefined,
    status: statusFilters.find((known) => known === status),
    interval: intervals.find((known) => known === interval),
    currency: currency && isCurrency(currency) ? currency : undefined,
    joinedSince: since ? readDay(since) : undefined,
    problem: customerProblems.find((known) => known === problem),
    order: order === "oldest" ? "oldest" : undefined,
  };
}

/** The same filter as parts of an address, without what narrows nothing. */
export function writeCustomerFilter(filter: CustomerFilter): Record<string, string> {
  const { joinedSince, ...rest } = filter;
  const parts = { ...rest, since: joinedSince?.toISOString().slice(0, 10) };
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1])));
}

/** A day as a date field writes it, "2026-11-22"; undefined for one that no calendar has. */
function readDay(text: string): Date | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime())) return undefined;
  return day.toISOString().startsWith(text) ? day : undefined;
}
