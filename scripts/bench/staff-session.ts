import { ensureUser } from "@/lib/accounts/users";
import { refreshRevenue } from "@/lib/analytics/refresh-revenue";
import { toPublicId } from "@/lib/core/ids";
import { addMs, hourMs } from "@/lib/core/time";
import { createSession, sessionCookieName } from "@/lib/identity/session";
import { randomToken } from "@/lib/platform/crypto";
import { db, transaction } from "@/lib/platform/db";

/** A cookie of somebody who works here. */
export async function signInStaff(): Promise<string> {
  const user = await transaction((tx) => ensureUser(tx, { email: "bench-staff@example.com", locale: "en" }));
  await db().user.update({ where: { id: user.id }, data: { staffRole: "admin" } });
  const token = randomToken();
  await createSession(user.id, { token, expiresAt: addMs(new Date(), hourMs) });
  return `${sessionCookieName()}=${token}`;
}

/** Milliseconds in which the revenue of all accounts that wait is counted. */
export async function countRevenue(): Promise<number> {
  const begun = performance.now();
  while ((await refreshRevenue()) > 0);
  return performance.now() - begun;
}

/** A customer with a year of invoices: the first there was. */
export async function someCustomer(): Promise<string> {
  const { accountId } = await db().subscription.findFirstOrThrow({
    where: { status: "active", interval: "month" },
    orderBy: { startedAt: "asc" },
  });
  return toPublicId("account", accountId);
}
