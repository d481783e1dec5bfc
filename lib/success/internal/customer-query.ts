import { Prisma } from "@/generated/prisma/client";
import type { SubscriptionStatus } from "@/generated/prisma/enums";
import { liveStatuses } from "@/lib/billing/subscription-status";
import { type PlanKey, paidPlanKeys } from "@/lib/catalog/plans";
import { idPrefixes, parsePublicId } from "@/lib/core/ids";
import { addMs, dayMs } from "@/lib/core/time";
import type { CustomerFilter, CustomerProblem } from "@/lib/success/customer-filter";

/** How far ahead "ends soon" looks. */
const soonMs = 14 * dayMs;

/** In these it may give its plan; whether it does, `decideEntitlements` says. */
const giving: SubscriptionStatus[] = ["trialing", "active", "past_due"];
/** In these a payment failed and is still owed. */
const indebted: SubscriptionStatus[] = ["past_due", "unpaid"];

const { sql, join, empty } = Prisma;

/**
 * The ids of the accounts that match, in the order of the list, behind the account `after`. Of a plan it finds those who may
 * have it: all who do, and some who don't. Which is which is decided in one place, and not here.
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
    (select count(distinct s."accountId")::int from subscription s where ${inStatus(indebted)}) as past_due,
    (select count(distinct s."accountId")::int from subscription s where ${endsSoon(now)}) as ends_soon,
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
  return sql`a.id in (select s."accountId" from subscription s where ${join([inStatus(statuses), ...facts], " and ")})`;
}

/** Leaves out only those who can't have the plan: for the free one, those whose paid period runs without a doubt. */
function mayHavePlan(plan: PlanKey, now: Date): Prisma.Sql {
  if (plan !== "free")
    return sql`a.id in (select s."accountId" from subscription s where ${inStatus(giving)} and s."planKey" = ${plan}
      union select g."accountId" from "grant" g where g."planKey" = ${plan})`;
  return sql`(a."closedAt" is not null or not exists (select from subscription s where s."accountId" = a.id
    and ${inStatus(["trialing", "active"])} and s."planKey" = any(${[...paidPlanKeys]}) and s."endedAt" is null
    and s."currentPeriodEnd" > ${now} and (s."trialEndsAt" is null or s."trialEndsAt" > ${now} or s.status = 'active')
    and (s."cancelAt" is null or s."cancelAt" > ${now})))`;
}

function problemCondition(problem: CustomerProblem, now: Date): Prisma.Sql {
  switch (problem) {
    case "past_due":
      return sql`a.id in (select s."accountId" from subscription s where ${inStatus(indebted)})`;
    case "ends_soon":
      return sql`a.id in (select s."accountId" from subscription s where ${endsSoon(now)})`;
    case "unclaimed":
      return sql`a."claimEmail" is not null`;
    case "several":
      return sql`a.id in (select s."accountId" from subscription s where ${inStatus(liveStatuses)}
        group by s."accountId" having count(*) > 1)`;
  }
}

function endsSoon(now: Date): Prisma.Sql {
  return sql`${inStatus(giving)} and (s."cancelAtPeriodEnd" or s."cancelAt" is not null)
    and coalesce(s."cancelAt", s."currentPeriodEnd") between ${now} and ${addMs(now, soonMs)}`;
}

function inStatus(statuses: readonly SubscriptionStatus[]): Prisma.Sql {
  return sql`s.status = any(${statuses}::"SubscriptionStatus"[])`;
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
