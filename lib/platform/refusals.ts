import type { Refusal } from "@/generated/prisma/client";
import { hourMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { logger } from "@/lib/platform/logger";
import { singleton } from "@/lib/platform/registry";
import { currentRequestId } from "@/lib/platform/request-context";

export type RefusalEntry = {
  /** An error code, e.g. `signature_invalid`. */
  kind: string;
  /** The route or page that refused. */
  where: string;
  /** What was wrong, in words that hold no secret and no address. */
  detail: string;
  accountId?: string | null;
  /** Who asked, as far as known (an IP address, a client id); only its digest is kept. */
  source?: string;
};

/**
 * Leaves a trace of a request that was turned away, for staff. Repeats of one kind from one source within an hour share
 * a row, so that a flood fills a counter and not the disk. Never throws: a refusal must not fail for want of a note.
 */
export async function recordRefusal(entry: RefusalEntry): Promise<void> {
  const now = systemNow();
  const hour = Math.floor(now.getTime() / hourMs);
  const { kind, accountId } = entry;
  const where = entry.where.slice(0, 200);
  const own = sha256(kind, where, entry.source ?? "", String(hour));
  const id = hasRoom(hour, own) ? own : sha256(kind, "others", String(hour));
  const detail = entry.detail.slice(0, 500);
  try {
    await db().refusal.upsert({
      where: { id },
      create: {
        id,
        kind,
        where,
        detail,
        accountId: accountId ?? null,
        requestId: currentRequestId(),
        firstAt: now,
        lastAt: now,
      },
      update: { count: { increment: 1 }, lastAt: now, detail, requestId: currentRequestId() },
    });
  } catch (error) {
    logger().warn({ err: error, kind, where }, "a refusal could not be recorded");
  }
}

/** Requests that were turned away lately, latest first; `cursor` is the id of the last one of the page before. */
export async function listRefusals(
  filter: { accountId?: string; cursor?: string | null } = {},
): Promise<{ data: Refusal[]; nextCursor: string | null }> {
  const pageSize = 50;
  const after = filter.cursor ? await db().refusal.findUnique({ where: { id: filter.cursor } }) : null;
  const rows = await db().refusal.findMany({
    where: {
      ...(filter.accountId && { accountId: filter.accountId }),
      ...(after && { OR: [{ lastAt: { lt: after.lastAt } }, { lastAt: after.lastAt, id: { lt: after.id } }] }),
    },
    orderBy: [{ lastAt: "desc" }, { id: "desc" }],
    take: pageSize + 1,
  });
  const data = rows.slice(0, pageSize);
  return { data, nextCursor: rows.length > pageSize ? (data.at(-1)?.id ?? null) : null };
}

/** Rows that one process adds within an hour; beyond that, refusals of a kind share one row whatever their source. */
const rowsPerHour = 1000;

/** True while this hour has room for a row of its own, or has that row already. */
function hasRoom(hour: number, id: string): boolean {
  const seen = singleton("refusal-rows", () => ({ hour, ids: new Set<string>() }));
  if (seen.hour !== hour) Object.assign(seen, { hour, ids: new Set<string>() });
  if (seen.ids.size < rowsPerHour) seen.ids.add(id);
  return seen.ids.has(id);
}
