import { rowsBehind } from "@/lib/analytics/internal/rows-behind";
import type { RevenueList } from "@/lib/analytics/revenue-lists";
import type { movementKinds } from "@/lib/analytics/revenue-months";
import { isUuid, toPublicId } from "@/lib/core/ids";
import { db } from "@/lib/platform/db";

/** One row behind a figure. What a list has no word for is null. */
export type RevenueRow = {
  /** Of the row, for the next page. */
  cursor: string;
  /** `acc_…` */
  accountId: string;
  /** The owner's address, the account's name, or the address that may claim it. */
  who: string | null;
  at: Date;
  kind: (typeof movementKinds)[number] | null;
  /** In minor units; of a movement and of what an account pays, a month. */
  amountMinor: number | null;
  planKey: string | null;
  stripeSubscriptionId: string | null;
  stripeInvoiceId: string | null;
};

export type RevenueRowsWanted = {
  list: RevenueList;
  currency: string;
  /** The first instant of the month in question; `mrr` and `subscriptions` mean its end, `at_risk` is always now. */
  month: Date;
  /** The cursor of the last row of the page before. One that names nothing starts over. */
  after?: string;
  limit?: number;
};

const pageSize = 50;

/** The rows that a figure was counted from, newest first, a page at a time. */
export async function listRevenueRows(wanted: RevenueRowsWanted): Promise<{ data: RevenueRow[]; hasMore: boolean }> {
  const { list, currency, month, after, limit = pageSize } = wanted;
  const query = rowsBehind({ list, currency, month, after: readCursor(after), limit: limit + 1 });
  const rows = await db().$queryRaw<StoredRow[]>`
    select r.*,
      coalesce(
        (select u.email from membership m join "user" u on u.id = m."userId"
         where m."accountId" = a.id and m.role = 'owner' order by m."createdAt" limit 1),
        a.name, a."claimEmail") as who
    from (${query}) r join account a on a.id = r."accountUuid"
    order by r."orderedAt" desc, r.id desc`;
  return { data: rows.slice(0, limit).map(toRow), hasMore: rows.length > limit };
}

type StoredRow = Omit<RevenueRow, "accountId" | "cursor"> & { id: string; orderedAt: Date; accountUuid: string };

function toRow({ id, orderedAt, accountUuid, ...row }: StoredRow): RevenueRow {
  return { ...row, cursor: `${orderedAt.getTime()}_${id}`, accountId: toPublicId("account", accountUuid) };
}

function readCursor(cursor = ""): { at: Date; id: string } | null {
  const [, ms = "", id = ""] = /^(\d{1,14})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  return isUuid(id) ? { at: new Date(Number(ms)), id } : null;
}
