import type { RevenueLine, RevenueSubscription } from "@/lib/analytics/subscription-worth";
import type { Tx } from "@/lib/platform/db";

export type RevenueFacts = { subscriptions: RevenueSubscription[]; lines: RevenueLine[] };

/** What the revenue of these accounts is counted from, as their rows stand; those without any are left out. */
export async function loadRevenueFacts(tx: Tx, accountIds: string[]): Promise<Map<string, RevenueFacts>> {
  const subscriptions = await tx.$queryRaw<({ accountId: string } & RevenueSubscription)[]>`
    select s."accountId", s."stripeSubscriptionId", s.status, s.currency, s."planKey", s."startedAt", s."trialEndsAt",
      s."endedAt",
      exists (select from invoice i where i."stripeSubscriptionId" = s."stripeSubscriptionId"
        and i.status = 'paid' and i."amountPaidMinor" > 0) as "wasPaid"
    from subscription s where s."accountId" = any(${accountIds}::uuid[])
    order by s."startedAt", s.id`;
  const lines = await tx.$queryRaw<({ accountId: string } & RevenueLine)[]>`
    select l."accountId", l."stripeSubscriptionId", l."stripePriceId", i."stripeInvoiceId", l."planKey", l.interval,
      l."intervalCount", l.currency, l."amountMinor"::float8, l."discountMinor"::float8, l."unitAmountMinor"::float8, l.quantity, l."isProration",
      l."periodStart", l."periodEnd"
    from invoice_line l join invoice i on i.id = l."invoiceId"
    where l."accountId" = any(${accountIds}::uuid[]) and i.status in ('open', 'paid')
      and l."stripeSubscriptionId" is not null and l.interval is not null
    order by l."periodStart", l.id`;
  const byAccount = new Map<string, RevenueFacts>();
  for (const { accountId, ...subscription } of subscriptions) {
    const facts = byAccount.get(accountId) ?? { subscriptions: [], lines: [] };
    facts.subscriptions.push(subscription);
    byAccount.set(accountId, facts);
  }
  for (const { accountId, ...line } of lines) byAccount.get(accountId)?.lines.push(line);
  return byAccount;
}
