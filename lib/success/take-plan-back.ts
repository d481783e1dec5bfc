import { requireOutsider } from "@/lib/accounts/require-outsider";
import type { Actor } from "@/lib/core/actor";
import { revokeGrant } from "@/lib/entitlements/grants";
import { transaction } from "@/lib/platform/db";

/** Ends a plan that was given to this customer, from now on. Twice is no error. @throws AppError `forbidden`, `not_found` */
export function takePlanBack(wish: {
  actor: Actor;
  accountId: string;
  grantId: string;
  reason: string;
}): Promise<void> {
  return transaction(async (tx) => {
    await requireOutsider(wish.actor, wish.accountId, tx);
    await revokeGrant(tx, wish);
  });
}
