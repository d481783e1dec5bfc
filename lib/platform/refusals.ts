import type { Refusal } from "@/generated/prisma/client";
import { hourMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { db, query } from "@/lib/platform/db";
import { networksOf } from "@/lib/platform/http/source-networks";
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

/** Whose request was turned away, where that is known: then repeats are counted by account, and else by where they came from. */
export function refusedFor(accountId: string | null, source?: string): Pick<RefusalEntry, "accountId" | "source"> {
  return { accountId, source: accountId ?? source };
}

/**
 * Leaves a trace of a request that was turned away, for staff. Repeats of one kind at one place from one source within an
 * hour share a row, so that a flood fills a counter and not the disk; they are gathered in memory and written
 * once a second, so that a flood does not use up the database's time either. Never throws and never waits: a refusal must not
 * fail, or be slow, for want of a note. Code that reads refusals calls `flushRefusals` first.
 */
export function recordRefusal(entry: RefusalEntry): void {
  const row = toRow(entry, systemNow());
  const { pending } = ledger();
  const gathered = pending.get(row.id);
  pending.set(row.id, gathered ? merge(gathered, row) : row);
  writeSoon();
}

/**
 * Writes what this process has gathered. Resolves when it is written, or when that failed: then it is kept and tried again a
 * second later. Called by the timer, before refusals are read, and as a process ends.
 */
export function flushRefusals(): Promise<void> {
  const state = ledger();
  // One write at a time: what a failed one puts back is then seen by the next.
  state.writing = state.writing.then(writePending);
  return state.writing;
}

/** Requests that were turned away until now, latest first; `cursor` is the id of the last one of the page before. */
export async function listRefusals(
  filter: { accountId?: string; cursor?: string | null } = {},
): Promise<{ data: Refusal[]; nextCursor: string | null }> {
  await flushRefusals();
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

/** Rows that one process begins within an hour, and of those from one site (`networksOf`) or for one account. */
const rowsPerHour = 1000;
const rowsPerOrigin = 20;
/** Rows that wait while the database can't be reached; an hour of its absence must not fill the memory. */
const mostPending = 2000;
const writeEveryMs = secondMs;

type Row = Refusal;

type Ledger = {
  pending: Map<string, Row>;
  writing: Promise<void>;
  timer: NodeJS.Timeout | null;
  /** What has a row of its own in this hour. */
  hour: number;
  rows: Set<string>;
  perOrigin: Map<string, number>;
};

function ledger(): Ledger {
  return singleton("refusals", () => ({
    pending: new Map(),
    writing: Promise.resolve(),
    timer: null,
    hour: 0,
    rows: new Set(),
    perOrigin: new Map(),
  }));
}

/** The row that a refusal counts in: its own, or beyond the bounds the one that the rest of its kind share in this hour. */
function toRow(entry: RefusalEntry, now: Date): Row {
  const { kind, accountId = null, source = "" } = entry;
  const where = toKeptText(entry.where.slice(0, 200));
  const detail = toKeptText(entry.detail.slice(0, 500));
  const hour = Math.floor(now.getTime() / hourMs);
  const { network, site } = networksOf(source);
  const id = sha256(kind, where, network, accountId ?? "", String(hour));
  const row = { kind, requestId: currentRequestId() ?? null, count: 1, firstAt: now, lastAt: now };
  return hasRowOfItsOwn(hour, id, accountId ?? site ?? network)
    ? { ...row, id, where, detail, accountId }
    : {
        ...row,
        id: sha256(kind, "others", String(hour)),
        where: "various",
        detail: `More than are kept one by one; the last at ${where}: ${detail}`.slice(0, 500),
        accountId: null,
      };
}

/** True while this hour has room for a row of its own, or has that row already. */
function hasRowOfItsOwn(hour: number, id: string, origin: string): boolean {
  const state = ledger();
  if (state.hour !== hour) Object.assign(state, { hour, rows: new Set(), perOrigin: new Map() });
  if (state.rows.has(id)) return true;
  const ofOrigin = state.perOrigin.get(origin) ?? 0;
  // Without an origin they come from our own code, which has only so many places.
  if (state.rows.size >= rowsPerHour || state.pending.size >= mostPending) return false;
  if (origin !== "" && ofOrigin >= rowsPerOrigin) return false;
  state.rows.add(id);
  state.perOrigin.set(origin, ofOrigin + 1);
  return true;
}

function merge(earlier: Row, later: Row): Row {
  return { ...later, count: earlier.count + later.count, firstAt: earlier.firstAt };
}

/** PostgreSQL keeps neither the character 0 nor half a character, and one of them would stop the whole batch. */
function toKeptText(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, "\u{fffd}");
}

function writeSoon(): void {
  const state = ledger();
  state.timer ??= setTimeout(() => {
    state.timer = null;
    void flushRefusals();
  }, writeEveryMs).unref();
}

async function writePending(): Promise<void> {
  const state = ledger();
  if (state.pending.size === 0) return;
  const rows = [...state.pending.values()];
  state.pending = new Map();
  try {
    await writeRows(rows);
  } catch (error) {
    for (const row of rows) {
      const since = state.pending.get(row.id);
      state.pending.set(row.id, since ? merge(row, since) : row);
    }
    logger().warn({ err: error, rows: rows.length }, "refusals could not be written yet");
    writeSoon();
  }
}

/** One statement for all. In the order of their ids, so that two processes never wait for each other. */
async function writeRows(rows: Row[]): Promise<void> {
  const sorted = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  await query(
    `insert into refusal (id, kind, "where", detail, "accountId", "requestId", count, "firstAt", "lastAt")
     select * from json_to_recordset($1::json) as row
       (id text, kind text, "where" text, detail text, "accountId" uuid, "requestId" text, count int, "firstAt" timestamptz, "lastAt" timestamptz)
     on conflict (id) do update set
       count = refusal.count + excluded.count, "lastAt" = greatest(refusal."lastAt", excluded."lastAt"),
       detail = excluded.detail, "requestId" = excluded."requestId"`,
    [JSON.stringify(sorted)],
  );
}
