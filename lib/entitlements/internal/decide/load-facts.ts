import { z } from "zod";
import { SubscriptionStatus } from "@/generated/prisma/enums";
import { AppError } from "@/lib/core/errors";
import type { EntitlementFacts } from "@/lib/entitlements/decide-entitlements";
import { remember } from "@/lib/platform/changes";
import { clock } from "@/lib/platform/clock";
import { query } from "@/lib/platform/db";

const instant = z.string().transform((text) => new Date(text));

const claimsRow = z.object({
  isClosed: z.boolean(),
  subscriptions: z.array(
    z.object({
      stripeSubscriptionId: z.string(),
      status: z.enum(SubscriptionStatus),
      planKey: z.string().nullable(),
      quantity: z.number().int(),
      currentPeriodStart: instant,
      currentPeriodEnd: instant,
      trialEndsAt: instant.nullable(),
      cancelAtPeriodEnd: z.boolean(),
      cancelAt: instant.nullable(),
      endedAt: instant.nullable(),
      unpaidSince: instant.nullable(),
    }),
  ),
  people: z.array(z.string()),
  grants: z.array(
    z.object({
      id: z.string(),
      planKey: z.string(),
      startsAt: instant,
      endsAt: instant.nullable(),
      revokedAt: instant.nullable(),
    }),
  ),
});

type Claims = Pick<EntitlementFacts, "isClosed" | "subscriptions" | "grants" | "people">;

/** One round trip, because this is what the extension waits for. */
const claimsQuery = `
  select a."closedAt" is not null as "isClosed",
    (select coalesce(json_agg(json_build_object(
        'stripeSubscriptionId', s."stripeSubscriptionId", 'status', s.status, 'planKey', s."planKey", 'quantity', s.quantity,
        'currentPeriodStart', s."currentPeriodStart", 'currentPeriodEnd', s."currentPeriodEnd",
        'trialEndsAt', s."trialEndsAt", 'cancelAtPeriodEnd', s."cancelAtPeriodEnd", 'cancelAt', s."cancelAt",
        'endedAt', s."endedAt", 'unpaidSince', (select min(i."issuedAt") from invoice i
          where i."stripeSubscriptionId" = s."stripeSubscriptionId" and i."accountId" = a.id
            and i.status in ('open', 'uncollectible') and i."amountDueMinor" > i."amountPaidMinor")) order by s."startedAt", s.id), '[]')
      from subscription s where s."accountId" = a.id) as subscriptions,
    (select coalesce(json_agg(m."userId" order by m.role, m."createdAt", m."userId"), '[]')
      from membership m where m."accountId" = a.id) as people,
    (select coalesce(json_agg(json_build_object(
        'id', g.id, 'planKey', g."planKey", 'startsAt', g."startsAt", 'endsAt', g."endsAt", 'revokedAt', g."revokedAt")
        order by g."startsAt", g.id), '[]')
      from "grant" g where g."accountId" = a.id) as grants
  from account a where a.id = $1`;

/** For whom facts are loaded: one of the account's people, or the account itself where nobody is named. */
export type Asker = { accountId: string; userId?: string | null };

/** Everything that a decision about this account or person depends on, at this instant. @throws AppError `not_found` */
export async function loadFacts(asker: Asker): Promise<EntitlementFacts> {
  const [facts, usage] = await Promise.all([loadFactsWithoutUsage(asker), loadUsage(asker.accountId)]);
  return { ...facts, usage };
}

/** The same without the use of metered features, which no other answer depends on. @throws AppError `not_found` */
export async function loadFactsWithoutUsage({ accountId, userId = null }: Asker): Promise<EntitlementFacts> {
  const claims = await remember("claims", accountId, readClaims);
  return { ...claims, usage: {}, person: userId, now: clock.now() };
}

async function readClaims(accountId: string): Promise<Claims> {
  const { rows } = await query(claimsQuery, [accountId]);
  if (rows.length === 0) throw new AppError("not_found", "There is no such account.");
  return claimsRow.parse(rows[0]);
}

/** Use changes too often to be remembered, and a limit must be exact. */
async function loadUsage(accountId: string): Promise<EntitlementFacts["usage"]> {
  const { rows } = await query<{ feature: string; used: number }>(
    `select feature, used from usage_total where "accountId" = $1`,
    [accountId],
  );
  return Object.fromEntries(rows.map(({ feature, used }) => [feature, used]));
}
