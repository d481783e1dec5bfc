import { toPersonalName } from "@/lib/accounts/personal-name";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/platform/db";

/** A person in an account, as its owner sees them. */
export type Member = {
  userId: string;
  name: string | null;
  email: string;
  role: "owner" | "member";
  joinedAt: Date;
};

/** Everyone in an account: its owner first, then whoever joined first. */
export async function listMembers(accountId: string): Promise<Member[]> {
  const memberships = await db().membership.findMany({
    where: { accountId },
    orderBy: [{ role: "asc" }, { createdAt: "asc" }, { userId: "asc" }],
    select: { userId: true, role: true, createdAt: true, user: { select: { name: true, email: true } } },
  });
  return memberships.map(({ userId, role, createdAt, user: { name, email } }) => {
    // Kept as it was where it is older than the rule for names.
    return { userId, role, joinedAt: createdAt, name: toPersonalName(name), email };
  });
}

/**
 * Gives a seat back. The caller records it, and ends what its holder still has in the account.
 * @throws AppError `not_found`, `conflict` for the owner, without whom there is no account
 */
export async function deleteMembership(tx: Tx, place: { accountId: string; userId: string }): Promise<void> {
  const where = { accountId_userId: place };
  const membership = await tx.membership.findUnique({ where, select: { role: true } });
  if (!membership) throw new AppError("not_found", "This person does not belong to the account.");
  if (membership.role === "owner") throw new AppError("conflict", "The owner of an account can't give up its seat.");
  await tx.membership.delete({ where });
}
