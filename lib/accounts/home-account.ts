import { toPersonalName } from "@/lib/accounts/personal-name";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { systemNow } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";

/** The payer as a person meets it. */
export type HomeAccount = { id: string; name: string | null; role: "owner" | "member" };

/** An account that a person belongs to, among others. */
export type AccountPlace = HomeAccount & {
  /** Its owner's name, or mail address where they gave none: what tells accounts without a name apart. */
  ownedBy: string;
};

/** The one chosen last comes first, then the oldest that is owned, then the oldest one belongs to. */
const homeFirst = [
  { chosenAt: { sort: "desc", nulls: "last" } },
  { role: "asc" },
  { createdAt: "asc" },
  { accountId: "asc" },
] as const;

/**
 * The account that a person acts for: of the open ones the one they chose last. Where they never chose, the oldest that
 * they own, else the oldest they belong to; null when every account of theirs is closed.
 */
export async function findHomeAccount(userId: string): Promise<HomeAccount | null> {
  const home = await db().membership.findFirst({
    where: { userId, account: { closedAt: null } },
    orderBy: [...homeFirst],
    select: { role: true, account: { select: { id: true, name: true } } },
  });
  return home && { ...home.account, role: home.role };
}

/** Every open account that a person belongs to, the one they act for first. */
export async function listAccountPlaces(userId: string): Promise<AccountPlace[]> {
  const owner = { where: { role: "owner" }, orderBy: { createdAt: "asc" }, take: 1 } as const;
  const memberships = await db().membership.findMany({
    where: { userId, account: { closedAt: null } },
    orderBy: [...homeFirst],
    select: {
      role: true,
      account: {
        select: {
          id: true,
          name: true,
          memberships: { ...owner, select: { user: { select: { name: true, email: true } } } },
        },
      },
    },
  });
  return memberships.map(({ role, account: { id, name, memberships: owners } }) => {
    const user = owners[0]?.user;
    // Members read what an owner wrote, also what is older than the rule for names.
    return { id, name: toPersonalName(name), role, ownedBy: toPersonalName(user?.name) ?? user?.email ?? "" };
  });
}

/**
 * Makes this the account that a person acts for from now on, in every browser and wherever they connect the extension.
 * @throws AppError `not_found` for an account that they don't belong to, or that is closed
 */
export async function chooseAccount({ userId, accountId }: { userId: string; accountId: string }): Promise<void> {
  await transaction(async (tx) => {
    const chosen = await tx.membership.updateMany({
      where: { userId, accountId, account: { closedAt: null } },
      data: { chosenAt: systemNow() },
    });
    if (chosen.count === 0) throw new AppError("not_found", "This person has no such account.");
    await recordAudit(tx, {
      actor: { kind: "customer", userId, accountId },
      action: "membership.chosen",
      subject: { kind: "user", id: userId },
      accountId,
    });
  });
}

/** Who is behind what a person does to their own sign-in, for its audit record. */
export async function findOwnActor(userId: string): Promise<{ actor: Actor; accountId: string | null }> {
  const account = await findHomeAccount(userId);
  if (!account) return { actor: { kind: "system", name: "sign-in" }, accountId: null };
  return { actor: { kind: "customer", userId, accountId: account.id }, accountId: account.id };
}
