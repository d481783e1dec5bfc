import {
  type TimelineEntry,
  type TimelineKind,
  type TimelineSource,
  type TimelineSubject,
  timelineKinds,
} from "@/lib/platform/timeline";
import { boundOf, mergeTimeline, readCursor, writeCursor } from "@/lib/success/merge-timeline";

export type Timeline = { data: TimelineEntry[]; nextCursor: string | null };

const pageSize = 40;

/**
 * What happened to a customer, newest first, a page at a time, merged from what the owners of the rows give. Each source is
 * read no further than the page reaches (docs/decisions/0046); a cursor that is none starts over. Secrets are in none of it.
 */
export async function getTimeline(
  sources: readonly TimelineSource[],
  subject: TimelineSubject,
  options: { kinds?: readonly TimelineKind[]; cursor?: string; limit?: number } = {},
): Promise<Timeline> {
  const { kinds = timelineKinds, limit = pageSize } = options;
  const cursor = readCursor(sources, options.cursor);
  const wanted = sources.filter((source) => source.kinds.some((kind) => kinds.includes(kind)));
  const entries = await Promise.all(
    wanted.map(({ name, read, ...source }) => {
      const asked = source.kinds.filter((kind) => kinds.includes(kind));
      return read(subject, boundOf(sources, cursor, name), limit + 1, asked);
    }),
  );
  const { data, nextCursor } = mergeTimeline(sources, entries, limit);
  return { data, nextCursor: nextCursor && writeCursor(nextCursor) };
}
