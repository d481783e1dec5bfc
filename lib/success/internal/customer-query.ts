import { Prisma } from "@/generated/prisma/client";
import { endsBetween, hasStatus } from "@/lib/billing/subscription-conditions";
import { indebtedStatuses, liveStatuses } from "@/lib/billing/subscription-status";
import { idPrefixes, parsePublicId } from "@/lib/core/ids";
import { addMs, dayMs } from "@/lib/core/time";
import { mayHavePlan } from "@/lib/entitlements/may-have-plan";
import type { CustomerFilter, CustomerProblem } from "@/lib/success/customer-filter";

/** How far ahead "ends soon" looks. */
const soonMs = 14 * dayMs;

const { sql, join, empty } = Prisma;

/**
 * The ids of the accounts that match, in the order of the list, behind the account `after`. Of a plan it finds those who may
 * have it: all who do, and some who don't.
 */
export function customerIdsQuery(filter: CustomerFilter, page: { after: string | null; take: number; now: Date }) {
  const { order = "newest" } = filter;
  const [isBehind, direction] = order === "newest" ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const behind = page.after
    ? sql`(a."createdAt", a.id) ${isBehind} (select c."createdAt", c.id from account c where c.id = ${page.after}::uuid)`
    : null;
  const conditions = [...conditionsOf(filter, page.now), behind].filter((condition) => condition !== null);
  return sql`select a.id from account a ${conditions.length > 0 ? sql`where ${join(conditions, " and ")}` : empty}
    order by a."createdAt" ${direction}, a.id ${direction} limit ${page.take}`;
}

/** How many accounts have each problem that is cheap to count. */
export function problemCountsQuery(now: Date) {
  return sql`select
    (select count(distinct s."accountId")::int from subscription s where ${hasStatus(indebtedStatuses)}) as past_due,
    (select count(distinct s."accountId")::int from subscription s where ${endsBetween(now, addMs(now, soonMs))}) as ends_soon,
    (select count(*)::int from account a where a."claimEmail" is not null) as unclaimed`;
}

function conditionsOf(filter: CustomerFilter, now: Date): (Prisma.Sql | null)[] {
  const { search, plan, joinedSince, problem } = filter;
  return [
    search ? sql`a.id in (${foundBy(search)})` : null,
    plan ? mayHavePlan(plan, now) : null,
    subscriptionCondition(filter),
    joinedSince ? sql`a."createdAt" >= ${joinedSince}` : null,
    problem ? problemCondition(problem, now) : null,
  ];
}

function subscriptionCondition({ status, interval, currency }: CustomerFilter): Prisma.Sql | null {
  if (status === "none") return sql`not exists (select from subscription s where s."accountId" = a.id)`;
  const facts = [
    interval ? sql`s.interval = ${interval}::"BillingInterval"` : null,
    currency ? sql`s.currency = ${currency}` : null,
  ].filter((fact) => fact !== null);
  if (!status && facts.length === 0) return null;
  const statuses = status ? [status] : liveStatuses;
  return sql`a.id in (select s."accountId" from subscription s where ${join([hasStatus(statuses), ...facts], " and ")})`;
}

function problemCondition(problem: CustomerProblem, now: Date): Prisma.Sql {
  switch (problem) {
    case "past_due":
      return sql`a.id in (select s."accountId" from subscription s where ${hasStatus(indebtedStatuses)})`;
    case "ends_soon":
      return sql`a.id in (select s."accountId" from subscription s where ${endsBetween(now, addMs(now, soonMs))})`;
    case "unclaimed":
      return sql`a."claimEmail" is not null`;
    case "several":
      return sql`a.id in (select s."accountId" from subscription s where ${hasStatus(liveStatuses)}
        group by s."accountId" having count(*) > 1)`;
  }
}

/** The accounts that a search means: the one that an id or an invoice's number names, and those of whose address or name it is a part. */
function foundBy(search: string): Prisma.Sql {
  const named = namedBy(search);
  const numbered = sql`select i."accountId" from invoice i where lower(i.number) = ${search.toLowerCase()}`;
  return join(
    [named, numbered, partOf(search)].filter((found) => found !== null),
    " union ",
  );
}

/** The account that an id means; null for what is no id. */
function namedBy(search: string): Prisma.Sql | null {
  const [prefix = ""] = search.split("_");
  switch (search.includes("_") ? prefix : "") {
    case idPrefixes.account:
      return sql`select ${parsePublicId("account", search)}::uuid`;
    case idPrefixes.device:
      return sql`select d."accountId" from device d where d.id = ${parsePublicId("device", search)}::uuid`;
    case idPrefixes.user:
      return sql`select m."accountId" from membership m where m."userId" = ${parsePublicId("user", search)}::uuid`;
    case "cus":
      return sql`select b."accountId" from billing_customer b where b."stripeCustomerId" = ${search}`;
    case "sub":
      return sql`select s."accountId" from subscription s where s."stripeSubscriptionId" = ${search}`;
    case "in":
      return sql`select i."accountId" from invoice i where i."stripeInvoiceId" = ${search}`;
    case "ch":
    case "py":
      return sql`select c."accountId" from charge c where c."stripeChargeId" = ${search}`;
    default:
      return null;
  }
}

/** From how many characters on an index knows where they stand; fewer are looked for at the beginning. */
const trigram = 3;

function partOf(search: string): Prisma.Sql {
  const before = search.length < trigram ? "" : "%";
  const pattern = `${before}${escapePattern(search.toLowerCase())}%`;
  return sql`select m."accountId" from "user" u join membership m on m."userId" = u.id where lower(u.email) like ${pattern}
    union select m."accountId" from "user" u join membership m on m."userId" = u.id where lower(u.name) like ${pattern}
    union select n.id from account n where lower(n.name) like ${pattern}
    union select n.id from account n where lower(n."claimEmail") like ${pattern}`;
}

/** `%` and `_` in a search are meant as themselves. */
function escapePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}
