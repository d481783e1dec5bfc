import { requireOutsider } from "@/lib/accounts/require-outsider";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { revokeAllAccess } from "@/lib/identity/devices";
import { transaction } from "@/lib/platform/db";

/**
 * Ends every session, device and token of a person who belongs to this account, e.g. because a computer was stolen. They
 * can sign in again at once.
 * @throws AppError `forbidden` for staff who belong to the account themselves, `not_found` for a person who does not belong to the account
 */
export function signPersonOut(wish: {
  actor: Actor;
  accountId: string;
  userId: string;
  reason: string;
}): Promise<void> {
  const { accountId, userId } = wish;
  return transaction(async (tx) => {
    await requireOutsider(wish.actor, accountId, tx);
    const belongs = await tx.membership.count({ where: { accountId, userId } });
    if (belongs === 0) throw new AppError("not_found", "This person does not belong to the account.");
    await revokeAllAccess(tx, wish);
  });
}
