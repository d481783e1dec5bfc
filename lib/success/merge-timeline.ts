import { isUuid } from "@/lib/core/ids";
import type { SourceBound, TimelineSource } from "@/lib/platform/timeline";

/** The sources of a timeline, in the order of their entries at one instant. */
export type SourceOrder = readonly Pick<TimelineSource, "name" | "ids">[];

/** The entry that a page ended with; the next one begins behind it. */
export type TimelineCursor = { at: Date; source: string; id: string };

/** Where one source begins behind a cursor, so that of entries at one instant none is shown twice and none is left out. */
export function boundOf(sources: SourceOrder, cursor: TimelineCursor | null, source: string): SourceBound | null {
  if (!cursor) return null;
  const distance = placeOf(sources, source) - placeOf(sources, cursor.source);
  if (distance === 0) return { at: cursor.at, ties: "smaller", id: cursor.id };
  return { at: cursor.at, ties: distance > 0 ? "all" : "none" };
}

/**
 * The newest `limit` of what the sources gave, newest first, and where to go on; null where this was all. Each source gives
 * its own newest `limit + 1` behind the same cursor, so that whatever stands on the page is among them.
 */
export function mergeTimeline<T extends TimelineCursor>(
  sources: SourceOrder,
  read: readonly (readonly T[])[],
  limit: number,
): { data: T[]; nextCursor: TimelineCursor | null } {
  const all = read.flat().sort((one, other) => compareEntries(sources, one, other));
  const data = all.slice(0, limit);
  const last = data.at(-1);
  if (all.length <= limit || !last) return { data, nextCursor: null };
  return { data, nextCursor: { at: last.at, source: last.source, id: last.id } };
}

/** Newest first; at one instant by source, then by id downwards. */
function compareEntries(sources: SourceOrder, one: TimelineCursor, other: TimelineCursor): number {
  const byTime = other.at.getTime() - one.at.getTime();
  if (byTime !== 0) return byTime;
  const bySource = placeOf(sources, one.source) - placeOf(sources, other.source);
  if (bySource !== 0) return bySource;
  return one.id < other.id ? 1 : one.id > other.id ? -1 : 0;
}

function placeOf(sources: SourceOrder, name: string): number {
  return sources.findIndex((source) => source.name === name);
}

/** The cursor as it stands in an address. */
export function writeCursor({ at, source, id }: TimelineCursor): string {
  return `${at.getTime()}.${source}.${id}`;
}

/** The cursor of an address; null for anything that is none, which starts over. */
export function readCursor(sources: SourceOrder, text: string | undefined): TimelineCursor | null {
  const [, ms, name, id] = text?.match(/^(\d{1,14})\.([a-z_]+)\.([\w-]{1,255})$/) ?? [];
  const source = sources.find((candidate) => candidate.name === name);
  if (!source || !id || !(isUuid(id) || source.ids === "text")) return null;
  return { at: new Date(Number(ms)), source: source.name, id };
}
