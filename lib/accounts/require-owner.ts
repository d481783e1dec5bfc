import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/platform/db";

/**
 * Refuses whoever acts for an account without owning it: what costs money and who belongs to it is the owner's to decide.
 * Staff, Stripe and the system have rules of their own. The role is read anew, because it may have changed since the page
 * was shown.
 * @throws AppError `forbidden`
 */
export async function requireOwner(actor: Actor, accountId: string, tx: Tx = db()): Promise<void> {
  if (actor.kind !== "customer" && actor.kind !== "device") return;
  const owned = await tx.membership.count({ where: { accountId, userId: actor.userId, role: "owner" } });
  if (owned === 0) throw new AppError("forbidden", "Only the owner of an account may do this.");
}
