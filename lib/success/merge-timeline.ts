import { isUuid } from "@/lib/core/ids";
import { type TimelineSource, timelineSources } from "@/lib/success/timeline-entry";

/** The entry that a page ended with; the next one begins behind it. */
export type TimelineCursor = { at: Date; source: TimelineSource; id: string };

/** How far back of an instant a source begins: before it, or with it; or with those of its entries then that have smaller ids. */
export type SourceBound =
  | { at: Date; ties: "none" }
  | { at: Date; ties: "all" }
  | { at: Date; ties: "smaller"; id: string };

/** Where one source begins behind a cursor, so that of entries at one instant none is shown twice and none is left out. */
export function boundOf(cursor: TimelineCursor | null, source: TimelineSource): SourceBound | null {
  if (!cursor) return null;
  const distance = timelineSources.indexOf(source) - timelineSources.indexOf(cursor.source);
  if (distance === 0) return { at: cursor.at, ties: "smaller", id: cursor.id };
  return { at: cursor.at, ties: distance > 0 ? "all" : "none" };
}

/**
 * The newest `limit` of what the sources gave, newest first, and where to go on; null where this was all. Each source gives
 * its own newest `limit + 1` behind the same cursor, so that whatever stands on the page is among them.
 */
export function mergeTimeline<T extends TimelineCursor>(
  sources: readonly (readonly T[])[],
  limit: number,
): { data: T[]; nextCursor: TimelineCursor | null } {
  const all = sources.flat().sort(compareEntries);
  const data = all.slice(0, limit);
  const last = data.at(-1);
  if (all.length <= limit || !last) return { data, nextCursor: null };
  return { data, nextCursor: { at: last.at, source: last.source, id: last.id } };
}

/** Newest first; at one instant by source, then by id downwards. */
function compareEntries(one: TimelineCursor, other: TimelineCursor): number {
  const byTime = other.at.getTime() - one.at.getTime();
  if (byTime !== 0) return byTime;
  const bySource = timelineSources.indexOf(one.source) - timelineSources.indexOf(other.source);
  if (bySource !== 0) return bySource;
  return one.id < other.id ? 1 : one.id > other.id ? -1 : 0;
}

/** The cursor as it stands in an address. */
export function writeCursor({ at, source, id }: TimelineCursor): string {
  return `${at.getTime()}.${source}.${id}`;
}

/** The cursor of an address; null for anything that is none, which starts over. */
export function readCursor(text: string | undefined): TimelineCursor | null {
  const [, ms, source, id] = text?.match(/^(\d{1,14})\.([a-z_]+)\.([\w-]{1,255})$/) ?? [];
  const known = timelineSources.find((candidate) => candidate === source);
  if (!known || !id || !(isUuid(id) || namedOtherwise.includes(known))) return null;
  return { at: new Date(Number(ms)), source: known, id };
}

/** Sources whose ids are no uuid: Stripe's own, and digests. */
const namedOtherwise: readonly TimelineSource[] = ["event", "refusal"];
