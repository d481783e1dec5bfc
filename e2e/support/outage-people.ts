import type { Callers } from "./outage-load";

/** What the app's database holds after an outage. */
export type Found = { sessions: number; used: number; events: Set<string> };

/** Signs people in to the app whose environment this process has, one of them with an extension. */
export async function signPeopleIn(): Promise<Callers> {
  const { signInDevice } = await import("../../tests/device-access");
  const { subscriptionRow } = await import("../../tests/subscription-row");
  const { createSession, sessionCookieName } = await import("../../lib/identity/session");
  const { getUser } = await import("../../lib/accounts/users");
  const { db } = await import("../../lib/platform/db");
  const devices = await Promise.all([signInDevice(), signInDevice()]);
  const people = await Promise.all(
    devices.map(async ({ userId }) => {
      const [{ token }, { email }] = await Promise.all([createSession(userId), getUser(userId)]);
      return { cookie: `${sessionCookieName()}=${token}`, email };
    }),
  );
  const [{ token, accountId }] = devices;
  await db().subscription.create({ data: subscriptionRow({ accountId, planKey: "team", quantity: 2 }) });
  return { people, token };
}

export async function lookAfterwards(): Promise<Found> {
  const { db } = await import("../../lib/platform/db");
  const [sessions, usage, events] = await Promise.all([
    db().session.count(),
    db().usageTotal.aggregate({ _sum: { used: true } }),
    db().webhookEvent.findMany({ select: { stripeEventId: true } }),
  ]);
  return {
    sessions,
    used: Number(usage._sum.used ?? 0),
    events: new Set(events.map(({ stripeEventId }) => stripeEventId)),
  };
}

export async function leave(): Promise<void> {
  const { closeDatabase } = await import("../../lib/platform/db");
  await closeDatabase();
}
