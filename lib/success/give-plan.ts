import type { PlanKey } from "@/lib/catalog/plans";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { addMs, dayMs } from "@/lib/core/time";
import { grantPlan } from "@/lib/entitlements/grants";
import { clock } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";

/**
 * Gives a customer a plan for some days of business time, and says until when. It ends by itself and takes no money; a
 * subscription that they have goes on beside it.
 * @throws AppError `not_found` for an account that is not there or is closed
 */
export async function givePlan(gift: {
  actor: Actor;
  accountId: string;
  plan: PlanKey;
  days: number;
  reason: string;
}): Promise<Date> {
  const { days, ...grant } = gift;
  const endsAt = addMs(clock.now(), days * dayMs);
  await transaction(async (tx) => {
    const open = await tx.account.count({ where: { id: gift.accountId, closedAt: null } });
    if (open === 0) throw new AppError("not_found", "There is no open account with this id.");
    await grantPlan(tx, { ...grant, endsAt });
  });
  return endsAt;
}
