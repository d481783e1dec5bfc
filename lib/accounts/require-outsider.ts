import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/platform/db";

/**
 * Refuses staff who act on an account that they belong to, since they would gain by it. Customers and devices are bound by
 * other rules.
 * @throws AppError `forbidden`
 */
export async function requireOutsider(actor: Actor, accountId: string, tx: Tx = db()): Promise<void> {
  if (actor.kind !== "staff") return;
  const belongs = await tx.membership.count({ where: { accountId, userId: actor.userId } });
  if (belongs > 0) throw new AppError("forbidden", "This account is your own: another member of staff must do this.");
}
