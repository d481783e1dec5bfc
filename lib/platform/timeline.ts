import type { MessageKey, Messages } from "@/lib/platform/messages";

/*
 * A customer's timeline is merged from what the owners of the rows give: each module reads its own tables and says what
 * happened in sentences whose words are texts of the namespace `timeline`.
 */

/** What can stand on a customer's timeline, in the order in which a page offers to narrow it. */
export const timelineKinds = [
  "money",
  "subscription",
  "checkout",
  "account",
  "device",
  "usage",
  "mail",
  "staff",
  "sync",
  "event",
  "refusal",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** A word of a sentence that the reader's language decides how to write. */
export type SentenceValue =
  | string
  | number
  | { money: number; currency: string }
  /** Null for a price that is no one amount, e.g. in tiers or by use. */
  | { price: number | null; currency: string }
  | { day: Date }
  | { plan: string }
  | { feature: string }
  | { disputeReason: string }
  | { stripeEvent: string };

/** A text of the namespace `timeline`, e.g. `billing.invoice_paid`. A sentence without words does not compile. */
export type SentenceCode = MessageKey<Messages["timeline"]>;

/** One plain sentence. */
export type Sentence = { code: SentenceCode; values: Record<string, SentenceValue> };

/** Who did it. */
export type Doer =
  | { kind: "staff" | "customer"; name: string | null }
  | { kind: "device"; name: string | null }
  | { kind: "stripe" | "system"; name: null };

export type TimelineTone = "neutral" | "good" | "notice" | "warning" | "bad";

/** One thing that happened to a customer. */
export type TimelineEntry = {
  source: string;
  /** Unique within its source. */
  id: string;
  /** Where it stands: business time, or the machine's where nothing else is known. */
  at: Date;
  /** The machine's time, where it is known. In production both clocks are one. */
  systemAt: Date | null;
  /** True where it stands by the machine's time, and that is another one than business time now. */
  isMachineTime?: boolean;
  kind: TimelineKind;
  sentence: Sentence;
  doer: Doer;
  tone: TimelineTone;
  /** Why, where staff had to say. */
  reason: string | null;
  /** Our row, without secrets. */
  raw: Record<string, unknown>;
  /** The page that shows the object itself, e.g. an event's body. */
  href: string | null;
};

/** Whose timeline it is. */
export type TimelineSubject = {
  accountId: string;
  userIds: string[];
  emails: string[];
  stripeCustomerId: string | null;
};

/** How far back of an instant a source begins: before it, or with it; or with those of its entries then that have smaller ids. */
export type SourceBound =
  | { at: Date; ties: "none" }
  | { at: Date; ties: "all" }
  | { at: Date; ties: "smaller"; id: string };

/** Reads the newest `take` entries of one source behind its bound; of these kinds, where the source has several. */
export type SourceReader = (
  subject: TimelineSubject,
  bound: SourceBound | null,
  take: number,
  kinds: readonly TimelineKind[],
) => Promise<TimelineEntry[]>;

/** One kind of row that entries are made from. Of entries at one instant those of an earlier source stand first. */
export type TimelineSource = {
  /** Stands in the address of the next page, and must not change: lower case and `_`. */
  name: string;
  kinds: readonly TimelineKind[];
  /** What its entries' ids are: our rows' uuids, or texts such as Stripe's ids and digests. */
  ids: "uuid" | "text";
  read: SourceReader;
};

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

/** The newest `take` of entries that were read whole, behind the bound: newest first, and at one instant by id downwards. */
export function newestBehind<T extends { at: Date; id: string }>(
  entries: readonly T[],
  bound: SourceBound | null,
  take: number,
): T[] {
  return entries
    .filter((entry) => isBehind(entry, bound))
    .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1))
    .slice(0, take);
}
