import { z } from "zod";
import { SubscriptionStatus } from "@/generated/prisma/enums";
import { AppError } from "@/lib/core/errors";
import type { EntitlementFacts } from "@/lib/entitlements/decide-entitlements";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";

const instant = z.string().transform((text) => new Date(text));

const factsRow = z.object({
  isClosed: z.boolean(),
  subscriptions: z.array(
    z.object({
      stripeSubscriptionId: z.string(),
      status: z.enum(SubscriptionStatus),
      planKey: z.string().nullable(),
      currentPeriodStart: instant,
      currentPeriodEnd: instant,
      trialEndsAt: instant.nullable(),
      cancelAtPeriodEnd: z.boolean(),
      cancelAt: instant.nullable(),
      endedAt: instant.nullable(),
      unpaidSince: instant.nullable(),
    }),
  ),
  grants: z.array(
    z.object({
      id: z.string(),
      planKey: z.string(),
      startsAt: instant,
      endsAt: instant.nullable(),
      revokedAt: instant.nullable(),
    }),
  ),
  usage: z.record(z.string(), z.number()),
});

/** One round trip, because this is what the extension waits for. */
const factsQuery = `
  select a."closedAt" is not null as "isClosed",
    (select coalesce(json_agg(json_build_object(
        'stripeSubscriptionId', s."stripeSubscriptionId", 'status', s.status, 'planKey', s."planKey",
        'currentPeriodStart', s."currentPeriodStart", 'currentPeriodEnd', s."currentPeriodEnd",
        'trialEndsAt', s."trialEndsAt", 'cancelAtPeriodEnd', s."cancelAtPeriodEnd", 'cancelAt', s."cancelAt",
        'endedAt', s."endedAt", 'unpaidSince', (select min(i."issuedAt") from invoice i
          where i."stripeSubscriptionId" = s."stripeSubscriptionId" and i."accountId" = a.id
            and i.status in ('open', 'uncollectible') and i."amountDueMinor" > i."amountPaidMinor")) order by s."startedAt", s.id), '[]')
      from subscription s where s."accountId" = a.id) as subscriptions,
    (select coalesce(json_agg(json_build_object(
        'id', g.id, 'planKey', g."planKey", 'startsAt', g."startsAt", 'endsAt', g."endsAt", 'revokedAt', g."revokedAt")
        order by g."startsAt", g.id), '[]')
      from "grant" g where g."accountId" = a.id) as grants,
    (select coalesce(json_object_agg(u.feature, u.used), '{}') from usage_total u where u."accountId" = a.id) as usage
  from account a where a.id = $1`;

/** Everything that a decision about this account depends on, at this instant. @throws AppError `not_found` */
export async function loadFacts(accountId: string): Promise<EntitlementFacts> {
  const { rows } = await pool().query(factsQuery, [accountId]);
  if (rows.length === 0) throw new AppError("not_found", "There is no such account.");
  return { ...factsRow.parse(rows[0]), now: clock.now() };
}
