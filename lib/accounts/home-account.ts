import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/platform/db";

/** The payer as a person meets it. */
export type HomeAccount = { id: string; name: string | null; role: "owner" | "member" };

/**
 * The account that a person acts for when nothing else was chosen: the oldest open one that they own, else the oldest
 * they belong to; null when every account of theirs is closed.
 */
export async function findHomeAccount(userId: string): Promise<HomeAccount | null> {
  const memberships = await db().membership.findMany({
    where: { userId, account: { closedAt: null } },
    orderBy: [{ createdAt: "asc" }, { accountId: "asc" }],
    select: { role: true, account: { select: { id: true, name: true } } },
  });
  const home = memberships.find(({ role }) => role === "owner") ?? memberships[0];
  return home ? { ...home.account, role: home.role } : null;
}

/** The account that a person acts for. @throws AppError `not_found` when every account of theirs is closed. */
export async function getHomeAccount(userId: string): Promise<HomeAccount> {
  const home = await findHomeAccount(userId);
  if (!home) throw new AppError("not_found", "There is no open account for this person.");
  return home;
}

/** Who is behind what a person does to their own sign-in, for its audit record. */
export async function findOwnActor(userId: string): Promise<{ actor: Actor; accountId: string | null }> {
  const account = await findHomeAccount(userId);
  if (!account) return { actor: { kind: "system", name: "sign-in" }, accountId: null };
  return { actor: { kind: "customer", userId, accountId: account.id }, accountId: account.id };
}
