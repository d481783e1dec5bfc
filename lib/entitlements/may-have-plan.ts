import { Prisma } from "@/generated/prisma/client";
import { hasStatus } from "@/lib/billing/subscription-conditions";
import { renewingStatuses, settledStatuses } from "@/lib/billing/subscription-status";
import { type PlanKey, paidPlanKeys } from "@/lib/catalog/plans";

const { sql } = Prisma;

/**
 * A condition on a row `a` of `account`, for searching in SQL before `decideEntitlements` is asked: it leaves out only
 * accounts that have another plan now. For a paid plan those without a subscription or grant that could give it; for the
 * free one those whose paid period runs without a doubt.
 */
export function mayHavePlan(plan: PlanKey, now: Date): Prisma.Sql {
  if (plan !== "free")
    return sql`a.id in (select s."accountId" from subscription s where ${hasStatus(renewingStatuses)} and s."planKey" = ${plan}
      union select g."accountId" from "grant" g where g."planKey" = ${plan})`;
  return sql`(a."closedAt" is not null or not exists (select from subscription s where s."accountId" = a.id
    and ${hasStatus(settledStatuses)} and s."planKey" = any(${[...paidPlanKeys]}) and s."endedAt" is null
    and s."currentPeriodEnd" > ${now} and (s."trialEndsAt" is null or s."trialEndsAt" > ${now} or s.status = 'active')
    and (s."cancelAt" is null or s."cancelAt" > ${now})))`;
}
