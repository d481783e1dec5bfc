import { claimAccounts } from "@/lib/accounts/claim-accounts";
import { findOwnActor } from "@/lib/accounts/home-account";
import { openAccount } from "@/lib/accounts/open-account";
import { toPersonalName } from "@/lib/accounts/personal-name";
import { recordAudit } from "@/lib/audit/record";
import type { StaffRole } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { type Locale, toLocale } from "@/lib/core/locales";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";

/** A person who signs in, as the rest of the product knows them. */
export type Person = {
  id: string;
  email: string;
  name: string | null;
  locale: Locale;
  staffRole: StaffRole | null;
  emailVerifiedAt: Date | null;
  createdAt: Date;
};

/** The columns that a `Person` is made from, for whoever joins the table. */
export const personColumns = {
  id: true,
  email: true,
  name: true,
  locale: true,
  staffRole: true,
  emailVerifiedAt: true,
  createdAt: true,
} as const;

type PersonRow = Omit<Person, "locale"> & { locale: string };

/** A row of those columns as a `Person`. */
export function toPerson(row: PersonRow): Person {
  return { ...row, locale: toLocale(row.locale) };
}

/** The person with this address, which is given as `toEmailAddress` makes it; null when there is none. */
export async function findUserByEmail(email: string): Promise<Person | null> {
  const row = await db().user.findUnique({ where: { email }, select: personColumns });
  return row && toPerson(row);
}

/** The person with this id; null when there is none. */
export async function findUser(userId: string): Promise<Person | null> {
  const row = await db().user.findUnique({ where: { id: userId }, select: personColumns });
  return row && toPerson(row);
}

/** The person with this id. @throws AppError `not_found` */
export async function getUser(userId: string): Promise<Person> {
  const person = await findUser(userId);
  if (!person) throw new AppError("not_found", "There is no such person.");
  return person;
}

/**
 * Makes sure that the person with this address exists and owns an account, and returns them: an imported one that waits
 * for their address once that is verified, else an empty one of their own. Safe to run twice at once: the second waits
 * for the first to commit and finds what it made.
 */
export async function ensureUser(
  tx: Tx,
  person: { email: string; locale: Locale; name?: string | null; isEmailVerified?: boolean },
): Promise<Person> {
  const { email, locale, isEmailVerified = false } = person;
  const emailVerifiedAt = isEmailVerified ? systemNow() : null;
  const created = await tx.user.createManyAndReturn({
    data: { email, locale, name: toPersonalName(person.name), emailVerifiedAt },
    skipDuplicates: true,
    select: personColumns,
  });
  const user = created[0];
  if (!user) return toPerson(await tx.user.findUniqueOrThrow({ where: { email }, select: personColumns }));

  const claimed = isEmailVerified ? await claimAccounts(tx, user) : [];
  const accountId = claimed[0] ?? (await openAccount(tx, { ownerId: user.id }));
  await recordAudit(tx, {
    actor: { kind: "customer", userId: user.id, accountId },
    action: "user.created",
    subject: { kind: "user", id: user.id },
    accountId,
    detail: { email },
  });
  return toPerson(user);
}

/** Writes an address that was shown to be the person's. The caller records it. Fails on an address that is another person's. */
export async function writeUserEmail(tx: Tx, userId: string, email: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: systemNow() } });
}

/** From the commit on every token that was given to this person before is refused. The caller records it. */
export async function raiseSessionEpoch(tx: Tx, userId: string): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } } });
}

/** Notes that the person has shown that mail to their address reaches them. */
export async function markEmailVerified(userId: string): Promise<Person> {
  const { actor, accountId } = await findOwnActor(userId);
  await transaction(async (tx) => {
    const where = { id: userId, emailVerifiedAt: null };
    const marked = await tx.user.updateMany({ where, data: { emailVerifiedAt: systemNow() } });
    if (marked.count === 0) return;
    await recordAudit(tx, { actor, action: "user.email_verified", subject: { kind: "user", id: userId }, accountId });
  });
  return getUser(userId);
}
