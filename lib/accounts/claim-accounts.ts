import { decideClaim } from "@/lib/accounts/decide-claim";
import { recordAudit } from "@/lib/audit/record";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";

/**
 * Lets a person take over the imported accounts that wait for their address, and returns the ids of those they own now.
 * Only an address that they have shown to be theirs counts. Safe to repeat, and to run twice at once.
 */
export async function claimWaitingAccounts(userId: string): Promise<string[]> {
  const person = await db().user.findUnique({
    where: { id: userId, emailVerifiedAt: { not: null } },
    select: { id: true, email: true },
  });
  // Nearly everybody who signs in: nothing waits for them.
  if (!person || (await db().account.count({ where: waitingFor(person.email) })) === 0) return [];
  return transaction((tx) => claimAccounts(tx, person));
}

/** As `claimWaitingAccounts`, for a person whose address the caller has seen verified in this transaction. */
export async function claimAccounts(tx: Tx, person: { id: string; email: string }): Promise<string[]> {
  // Locked, so that of two sign-ins at once the second finds nothing waiting any more.
  await tx.$queryRaw`
    select id from account where "claimEmail" = ${person.email} and "closedAt" is null order by id for update`;
  const accounts = await tx.account.findMany({
    where: waitingFor(person.email),
    select: { id: true, subscriptions: { select: { startedAt: true, endedAt: true } } },
  });
  if (accounts.length === 0) return [];
  const account = { billingCustomer: { stripeCustomerId: { not: null } } };
  const paying = await tx.membership.count({ where: { userId: person.id, role: "owner", account } });
  const claimed = decideClaim(accounts.map(toWaiting), { paysAlready: paying > 0 });
  for (const [index, accountId] of claimed.entries()) {
    await tx.account.update({ where: { id: accountId }, data: { claimEmail: null } });
    // What they pay for is what they act for from now on, whatever they had here before.
    const data = { accountId, userId: person.id, role: "owner" as const, chosenAt: index === 0 ? systemNow() : null };
    await tx.membership.create({ data });
    await recordAudit(tx, {
      actor: { kind: "customer", userId: person.id, accountId },
      action: "account.claimed",
      subject: { kind: "account", id: accountId },
      accountId,
      detail: { email: person.email },
    });
  }
  return claimed;
}

function waitingFor(email: string) {
  return { claimEmail: email, closedAt: null };
}

/** Whatever has not ended at Stripe can still take money. */
function toWaiting(account: { id: string; subscriptions: { startedAt: Date; endedAt: Date | null }[] }) {
  const newest = Math.max(...account.subscriptions.map(({ startedAt }) => startedAt.getTime()));
  return {
    accountId: account.id,
    isLive: account.subscriptions.some(({ endedAt }) => endedAt === null),
    lastStartedAt: account.subscriptions.length > 0 ? new Date(newest) : null,
  };
}
