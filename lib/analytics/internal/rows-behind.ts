import { Prisma } from "@/generated/prisma/client";
import type { MrrMovementKind } from "@/generated/prisma/enums";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import { movementKinds } from "@/lib/analytics/revenue-months";
import { monthStart } from "@/lib/core/months";

export type RowsWanted = {
  list: RevenueList;
  currency: string;
  month: Date;
  /** The last row of the page before: when it was, and which. */
  after: { at: Date; id: string } | null;
  limit: number;
};

/**
 * The query of the rows behind a figure: id and orderedAt, by which they are ordered, accountUuid, at, kind, amountMinor, planKey, stripeSubscriptionId,
 * stripeInvoiceId. Each walks an index from the newest row down and stops at the limit.
 */
export function rowsBehind(wanted: RowsWanted): Prisma.Sql {
  const { list } = wanted;
  if (list === "mrr") return payingAccounts(wanted);
  if (list === "subscriptions") return activeSubscriptions(wanted);
  if (list === "at_risk") return invoicesAtRisk(wanted);
  if (list === "trial_started" || list === "trial_ended" || list === "trial_converted") return trials(wanted, list);
  if (list === "losses") return movements(wanted, ["contraction", "churn"]);
  return movements(wanted, list === "movements" ? [...movementKinds] : [list]);
}

/** Where a page begins. */
function below(after: RowsWanted["after"], at: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  return after ? Prisma.sql`and (${at}, ${id}) < (${after.at}, ${after.id}::uuid)` : Prisma.empty;
}

function movements({ currency, month, after, limit }: RowsWanted, kinds: MrrMovementKind[]): Prisma.Sql {
  return Prisma.sql`
    select m.id, m.at as "orderedAt", m."accountId" as "accountUuid", m.at, m.kind::text as kind, m."deltaMinor"::float8 as "amountMinor", m."planKey",
      m."stripeSubscriptionId", m."stripeInvoiceId"
    from mrr_movement m
    where m.currency = ${currency} and m.at >= ${month} and m.at < ${monthStart(month, 1)}
      and m.kind = any(${kinds}::"MrrMovementKind"[]) ${below(after, Prisma.sql`m.at`, Prisma.sql`m.id`)}
    order by m.at desc, m.id desc limit ${limit}`;
}

/** Each account that ever paid has one "new"; from there to its last movement before the month's end. */
function payingAccounts({ currency, month, after, limit }: RowsWanted): Prisma.Sql {
  const end = monthStart(month, 1);
  return Prisma.sql`
    select n.id, n.at as "orderedAt", n."accountId" as "accountUuid", m.at, null as kind, m."afterMinor"::float8 as "amountMinor",
      m."planKey", m."stripeSubscriptionId", m."stripeInvoiceId"
    from mrr_movement n cross join lateral (
      select * from mrr_movement l
      where l."accountId" = n."accountId" and l.currency = ${currency} and l.at < ${end}
      order by l.at desc limit 1) m
    where n.currency = ${currency} and n.kind = 'new' and n.at < ${end} and m."afterMinor" > 0
      ${below(after, Prisma.sql`n.at`, Prisma.sql`n.id`)}
    order by n.at desc, n.id desc limit ${limit}`;
}

function activeSubscriptions({ currency, month, after, limit }: RowsWanted): Prisma.Sql {
  const end = monthStart(month, 1);
  return Prisma.sql`
    select m.id, m.at as "orderedAt", m."accountId" as "accountUuid", m.at, null as kind, null::float8 as "amountMinor", m."planKey",
      m."stripeSubscriptionId", null as "stripeInvoiceId"
    from subscription_milestone m
    where m.currency = ${currency} and m.kind = 'subscription_started' and m.at < ${end}
      and not exists (select from subscription_milestone e
        where e."accountId" = m."accountId" and e."stripeSubscriptionId" = m."stripeSubscriptionId"
        and e.kind = 'subscription_ended' and e.at < ${end})
      ${below(after, Prisma.sql`m.at`, Prisma.sql`m.id`)}
    order by m.at desc, m.id desc limit ${limit}`;
}

function trials({ currency, month, after, limit }: RowsWanted, kind: string): Prisma.Sql {
  return Prisma.sql`
    select m.id, m.at as "orderedAt", m."accountId" as "accountUuid", m.at, null as kind, null::float8 as "amountMinor", m."planKey",
      m."stripeSubscriptionId", null as "stripeInvoiceId"
    from subscription_milestone m
    where m.currency = ${currency} and m.kind = ${kind}::"MilestoneKind" and m.at >= ${month}
      and m.at < ${monthStart(month, 1)} ${below(after, Prisma.sql`m.at`, Prisma.sql`m.id`)}
    order by m.at desc, m.id desc limit ${limit}`;
}

function invoicesAtRisk({ currency, after, limit }: RowsWanted): Prisma.Sql {
  return Prisma.sql`
    select i.id, i."issuedAt" as "orderedAt", i."accountId" as "accountUuid", i."issuedAt" as at, null as kind,
      (i."amountDueMinor" - i."amountPaidMinor")::float8 as "amountMinor", s."planKey", i."stripeSubscriptionId",
      i."stripeInvoiceId"
    from subscription s join invoice i on i."stripeSubscriptionId" = s."stripeSubscriptionId"
    where s.status = 'past_due' and i.status = 'open' and i."amountDueMinor" > i."amountPaidMinor"
      and i.currency = ${currency} ${below(after, Prisma.sql`i."issuedAt"`, Prisma.sql`i.id`)}
    order by i."issuedAt" desc, i.id desc limit ${limit}`;
}
