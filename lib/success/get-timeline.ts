import { auditKinds, readAudit } from "@/lib/success/internal/audit-entries";
import { readCharges, readDisputes, readIssuedInvoices, readPaidInvoices } from "@/lib/success/internal/money-entries";
import { subscriptionTurns } from "@/lib/success/internal/subscription-entries";
import {
  readEvents,
  readLeases,
  readMails,
  readPremiumUse,
  readRefusals,
  readSettledCheckouts,
} from "@/lib/success/internal/system-entries";
import type { SourceReader, TimelineSubject } from "@/lib/success/internal/timeline-reader";
import { boundOf, mergeTimeline, readCursor, writeCursor } from "@/lib/success/merge-timeline";
import {
  type TimelineEntry,
  type TimelineKind,
  type TimelineSource,
  timelineKinds,
} from "@/lib/success/timeline-entry";

export type Timeline = { data: TimelineEntry[]; nextCursor: string | null };

const pageSize = 40;

const readers: Record<Exclude<TimelineSource, "audit">, { kind: TimelineKind; read: SourceReader }> = {
  event: { kind: "event", read: readEvents },
  dispute: { kind: "money", read: readDisputes },
  charge: { kind: "money", read: readCharges },
  invoice_paid: { kind: "money", read: readPaidInvoices },
  invoice_issued: { kind: "money", read: readIssuedInvoices },
  subscription_ended: { kind: "subscription", read: subscriptionTurns("subscription_ended") },
  subscription_canceled: { kind: "subscription", read: subscriptionTurns("subscription_canceled") },
  trial_ended: { kind: "subscription", read: subscriptionTurns("trial_ended") },
  subscription_started: { kind: "subscription", read: subscriptionTurns("subscription_started") },
  checkout_settled: { kind: "checkout", read: readSettledCheckouts },
  lease: { kind: "device", read: readLeases },
  premium_used: { kind: "usage", read: readPremiumUse },
  mail: { kind: "mail", read: readMails },
  refusal: { kind: "refusal", read: readRefusals },
};

/**
 * What happened to a customer, newest first, a page at a time. Each source is read no further than the page reaches
 * (docs/decisions/0046); a cursor that is none starts over. Secrets are in none of it.
 */
export async function getTimeline(
  subject: TimelineSubject,
  options: { kinds?: readonly TimelineKind[]; cursor?: string; limit?: number } = {},
): Promise<Timeline> {
  const { kinds = timelineKinds, limit = pageSize } = options;
  const cursor = readCursor(options.cursor);
  const wanted = Object.entries(readers).filter(([, { kind }]) => kinds.includes(kind));
  const isAuditWanted = auditKinds.some((kind) => kinds.includes(kind));
  const sources = await Promise.all([
    isAuditWanted ? readAudit(subject, boundOf(cursor, "audit"), limit + 1, kinds) : [],
    ...wanted.map(([source, { read }]) => read(subject, boundOf(cursor, source as TimelineSource), limit + 1)),
  ]);
  const { data, nextCursor } = mergeTimeline(sources, limit);
  return { data, nextCursor: nextCursor && writeCursor(nextCursor) };
}
