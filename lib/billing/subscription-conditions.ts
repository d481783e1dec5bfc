import { Prisma } from "@/generated/prisma/client";
import type { SubscriptionStatus } from "@/generated/prisma/enums";
import { renewingStatuses } from "@/lib/billing/subscription-status";

/* Conditions on a row `s` of `subscription`, for those who search the table in SQL. */

const { sql } = Prisma;

/** It has one of these statuses. */
export function hasStatus(statuses: readonly SubscriptionStatus[]): Prisma.Sql {
  return sql`s.status = any(${statuses}::"SubscriptionStatus"[])`;
}

/** It runs, somebody has cancelled it, and it ends between two instants. */
export function endsBetween(from: Date, to: Date): Prisma.Sql {
  return sql`${hasStatus(renewingStatuses)} and (s."cancelAtPeriodEnd" or s."cancelAt" is not null)
    and coalesce(s."cancelAt", s."currentPeriodEnd") between ${from} and ${to}`;
}
