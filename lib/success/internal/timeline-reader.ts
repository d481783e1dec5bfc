import type { SourceBound } from "@/lib/success/merge-timeline";
import type { TimelineEntry } from "@/lib/success/timeline-entry";

/** Whose timeline it is. */
export type TimelineSubject = {
  accountId: string;
  userIds: string[];
  emails: string[];
  stripeCustomerId: string | null;
};

/** Reads the newest `take` entries of one source behind its bound. */
export type SourceReader = (
  subject: TimelineSubject,
  bound: SourceBound | null,
  take: number,
) => Promise<TimelineEntry[]>;

type InstantFilter = { lt: Date } | { lte: Date };

/** Later than anything that happens: a filter that leaves out what has not happened, which is null. */
const farFuture = new Date("9999-12-31T00:00:00Z");

/** The rows of a source behind its bound; rows whose instant is null are never among them. */
export function behind<Column extends string>(
  column: Column,
  bound: SourceBound | null,
): { OR: (Record<Column, InstantFilter> | (Record<Column, Date> & { id: { lt: string } }))[] } {
  const at = (filter: InstantFilter) => ({ [column]: filter }) as Record<Column, InstantFilter>;
  if (!bound) return { OR: [at({ lte: farFuture })] };
  if (bound.ties === "all") return { OR: [at({ lte: bound.at })] };
  if (bound.ties === "none") return { OR: [at({ lt: bound.at })] };
  const ties = { [column]: bound.at, id: { lt: bound.id } } as Record<Column, Date> & { id: { lt: string } };
  return { OR: [at({ lt: bound.at }), ties] };
}

/** True for an entry behind the bound; for sources of few rows, which are read whole. */
export function isBehind({ at, id }: { at: Date; id: string }, bound: SourceBound | null): boolean {
  if (!bound || at < bound.at) return true;
  if (at > bound.at || bound.ties === "none") return false;
  return bound.ties === "all" || id < bound.id;
}
