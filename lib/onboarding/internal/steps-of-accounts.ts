import { Prisma } from "@/generated/prisma/client";
import { hasStatus } from "@/lib/billing/subscription-conditions";
import { unbegunStatuses } from "@/lib/billing/subscription-status";
import type { OnboardingFacts } from "@/lib/onboarding/decide-progress";

/** One account's first steps, as the query below finds them. */
export type StepsRow = {
  signedUpAt: Date;
  planAt: Date | null;
  connectAt: Date | null;
  useAt: Date | null;
  planSkippedAt: Date | null;
  connectSkippedAt: Date | null;
  useSkippedAt: Date | null;
  dismissedAt: Date | null;
};

/**
 * When the accounts `a` that meet a condition took each step. A plan, a device and a use are read where they are, so
 * that nobody can be told of a step that is not true; only choices live in `onboarding`. A subscription whose first
 * payment never came is no plan, and a device that nobody came back for is no connection. `least` ignores nulls. Times
 * are the system's: they say how long people took, and nobody's patience moves with the business clock.
 */
export function stepsOfAccounts(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select a."createdAt" as "signedUpAt",
      least(
        o."freeChosenAt",
        (select min(s."createdAt") from subscription s
         where s."accountId" = a.id and not (${hasStatus(unbegunStatuses)})),
        (select min(g."createdAt") from "grant" g where g."accountId" = a.id)
      ) as "planAt",
      (select min(d."createdAt") from device d
       where d."accountId" = a.id and (d."revokedAt" is null or d."lastUsedAt" is not null)) as "connectAt",
      least(
        o."premiumUsedAt",
        (select min(u."createdAt") from usage_entry u where u."accountId" = a.id and u.amount > 0)
      ) as "useAt",
      o."planSkippedAt", o."connectSkippedAt", o."useSkippedAt", o."dismissedAt"
    from account a left join onboarding o on o."accountId" = a.id
    where ${condition}`;
}

/** A row as the facts that progress is decided from. */
export function toFacts(row: StepsRow): OnboardingFacts {
  return {
    plan: { doneAt: row.planAt, skippedAt: row.planSkippedAt },
    connect: { doneAt: row.connectAt, skippedAt: row.connectSkippedAt },
    use: { doneAt: row.useAt, skippedAt: row.useSkippedAt },
    dismissedAt: row.dismissedAt,
  };
}
