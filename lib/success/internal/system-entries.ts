import { minuteMs } from "@/lib/core/time";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";
import { flushRefusals } from "@/lib/platform/refusals";
import { behind, isBehind, type SourceReader } from "@/lib/success/internal/timeline-reader";

/** Of some rows only the machine's time is kept: where business time was moved, that has to be said. */
const clocksDiffer = () => Math.abs(clock.offsetMs()) > minuteMs;

const us = { kind: "system", name: null } as const;

/** More events of one customer than Stripe makes within one second, which is as exact as it dates them. */
const eventsOfASecond = 100;

/** Events of Stripe. Their bodies are on pages of their own. */
export const readEvents: SourceReader = async ({ stripeCustomerId }, bound, take) => {
  if (!stripeCustomerId) return [];
  const events = await db().webhookEvent.findMany({
    where: { stripeCustomerId, ...(bound && { occurredAt: { lte: bound.at } }) },
    orderBy: [{ occurredAt: "desc" }, { stripeEventId: "desc" }],
    take: take + eventsOfASecond,
    omit: { payload: true, leaseUntil: true },
  });
  // The database may order ids by other rules than we do, so that ties are cut here.
  return events
    .map((event) => ({ ...event, id: event.stripeEventId, at: event.occurredAt }))
    .filter((event) => isBehind(event, bound))
    .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1))
    .slice(0, take)
    .map(({ id, at, ...raw }) => ({
      source: "event",
      id,
      at,
      systemAt: raw.receivedAt,
      kind: "event",
      sentence: { code: "event", values: { type: raw.type } },
      doer: { kind: "stripe", name: null },
      tone: raw.state === "failed" ? "bad" : "neutral",
      reason: null,
      raw,
      href: `/staff/inbox/${id}`,
    }));
};

/** Mails to the people of the account, and to whom it waits for. Their texts are gone once they were sent. */
export const readMails: SourceReader = async ({ userIds, emails }, bound, take) => {
  const mails = await db().mailMessage.findMany({
    where: { AND: [{ OR: [{ userId: { in: userIds } }, { recipient: { in: emails } }] }, behind("businessAt", bound)] },
    orderBy: [{ businessAt: "desc" }, { id: "desc" }],
    take,
    omit: { htmlSealed: true, textSealed: true, leaseUntil: true },
  });
  return mails.map(({ id, userId: _userId, ...raw }) => ({
    source: "mail",
    id,
    at: raw.businessAt,
    systemAt: raw.createdAt,
    kind: "mail",
    sentence: { code: `mail_${raw.state}`, values: { subject: raw.subject } },
    doer: us,
    tone: raw.state === "failed" ? "bad" : "neutral",
    reason: null,
    raw,
    href: null,
  }));
};

/** Visits to the checkout page that came to an end. */
export const readSettledCheckouts: SourceReader = async ({ accountId }, bound, take) => {
  const checkouts = await db().checkoutSession.findMany({
    where: { accountId, ...behind("settledAt", bound) },
    orderBy: [{ settledAt: "desc" }, { id: "desc" }],
    take,
    // Whoever has the address of the page can pay there.
    omit: { url: true },
  });
  return checkouts.flatMap(({ id, accountId: _accountId, ...raw }) =>
    raw.settledAt
      ? [
          {
            source: "checkout_settled" as const,
            id,
            at: raw.settledAt,
            systemAt: null,
            kind: "checkout" as const,
            sentence: { code: `checkout_${raw.state}`, values: { price: raw.priceKey } },
            doer: { kind: "stripe", name: null } as const,
            tone: raw.state === "complete" ? ("good" as const) : ("neutral" as const),
            reason: null,
            raw,
            href: null,
          },
        ]
      : [],
  );
};

/** The lease that each device holds; those before it are not kept. */
export const readLeases: SourceReader = async ({ accountId }, bound, take) => {
  const leases = await db().lease.findMany({
    where: { device: { accountId }, ...(bound && { issuedAt: { lte: bound.at } }) },
    omit: { token: true, contentHash: true },
    include: { device: { select: { name: true } } },
  });
  return leases
    .map((lease) => ({ ...lease, id: lease.deviceId, at: lease.issuedAt }))
    .filter((lease) => isBehind(lease, bound))
    .sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1))
    .slice(0, take)
    .map(({ id, at, device, deviceId: _deviceId, clockOffsetMs, ...lease }) => ({
      source: "lease",
      id,
      at,
      systemAt: lease.createdAt,
      kind: "device",
      sentence: { code: "lease_issued", values: { device: device.name, until: { day: lease.hardStop } } },
      doer: us,
      tone: "neutral",
      reason: null,
      raw: { ...lease, clockOffsetMs: Number(clockOffsetMs) },
      href: null,
    }));
};

/** The first time that something of the plan was used, as the extension reported it. */
export const readPremiumUse: SourceReader = async ({ accountId }, bound) => {
  const steps = await db().onboarding.findUnique({ where: { accountId } });
  if (!steps?.premiumUsedAt) return [];
  const { premiumUsedAt: at, premiumUsedFeature } = steps;
  const { accountId: id, ...raw } = steps;
  const entry = {
    source: "premium_used",
    id,
    at,
    systemAt: at,
    isMachineTime: clocksDiffer(),
    kind: "usage",
    sentence: { code: "premium_used", values: { feature: { feature: premiumUsedFeature ?? "" } } },
    doer: { kind: "device", name: null },
    tone: "good",
    reason: null,
    raw,
    href: null,
  } as const;
  return isBehind(entry, bound) ? [entry] : [];
};

/** What was turned away and could be told to be this account's. */
export const readRefusals: SourceReader = async ({ accountId }, bound, take) => {
  await flushRefusals();
  const refusals = await db().refusal.findMany({
    where: { accountId, ...behind("lastAt", bound) },
    orderBy: [{ lastAt: "desc" }, { id: "desc" }],
    take,
    omit: { requestId: true },
  });
  return refusals.map(({ id, accountId: _accountId, ...raw }) => ({
    source: "refusal",
    id,
    at: raw.lastAt,
    systemAt: raw.lastAt,
    isMachineTime: clocksDiffer(),
    kind: "refusal",
    sentence: { code: "refusal", values: { code: raw.kind, where: raw.where, count: raw.count } },
    doer: us,
    tone: "warning",
    reason: null,
    raw,
    href: null,
  }));
};
