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
  | { disputeReason: string };

/** One plain sentence: its code names a text of `staff.timeline.sentence`. */
export type Sentence = { code: string; values: Record<string, SentenceValue> };

/** Who did it. */
export type Doer =
  | { kind: "staff" | "customer"; name: string | null }
  | { kind: "device"; name: string | null }
  | { kind: "stripe" | "system"; name: null };

/** One thing that happened to a customer. */
export type TimelineEntry = {
  source: TimelineSource;
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
  tone: "neutral" | "good" | "notice" | "warning" | "bad";
  /** Why, where staff had to say. */
  reason: string | null;
  /** Our row, without secrets. */
  raw: Record<string, unknown>;
  /** The page that shows the object itself, e.g. an event's body. */
  href: string | null;
};

/** Where entries come from. Of entries at one instant those of an earlier source stand first. */
export const timelineSources = [
  "audit",
  "event",
  "dispute",
  "charge",
  "invoice_paid",
  "invoice_issued",
  "subscription_ended",
  "subscription_canceled",
  "trial_ended",
  "subscription_started",
  "checkout_settled",
  "lease",
  "premium_used",
  "mail",
  "refusal",
] as const;
export type TimelineSource = (typeof timelineSources)[number];
