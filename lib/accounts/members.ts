import { toPersonalName } from "@/lib/accounts/personal-name";
import { db } from "@/lib/platform/db";

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
