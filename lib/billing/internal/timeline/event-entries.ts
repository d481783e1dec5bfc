import { db } from "@/lib/platform/db";
import { newestBehind, type SourceReader } from "@/lib/platform/timeline";

/** More events of one customer than Stripe makes within one second, which is as exact as it dates them. */
const eventsOfASecond = 100;

/** Events of Stripe. Their bodies are on pages of their own. */
export const readEvents: SourceReader = async ({ stripeCustomerId }, bound, take) => {
  if (!stripeCustomerId) return [];
  const events = await db().webhookEvent.findMany({
    where: { stripeCustomerId, ...(bound && { occurredAt: { lte: bound.at } }) },
    orderBy: [{ occurredAt: "desc" }, { stripeEventId: "desc" }],
    take: take + eventsOfASecond,
    omit: { payload: true, leaseUntil: true, leaseOwner: true },
  });
  // The database may order ids by other rules than we do, so that ties are cut here.
  const dated = events.map((event) => ({ ...event, id: event.stripeEventId, at: event.occurredAt }));
  return newestBehind(dated, bound, take).map(({ id, at, ...raw }) => ({
    source: "event",
    id,
    at,
    systemAt: raw.receivedAt,
    kind: "event",
    sentence: {
      code: raw.deadAt ? "billing.event_dead" : "billing.event",
      values: { what: { stripeEvent: raw.type } },
    },
    doer: { kind: "stripe", name: null },
    tone: raw.state === "failed" ? "bad" : "neutral",
    reason: null,
    raw,
    href: `/staff/inbox/${id}`,
  }));
};
