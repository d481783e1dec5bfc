import type { Grant } from "@/generated/prisma/client";
import { requireOutsider } from "@/lib/accounts/require-outsider";
import type { PlanKey } from "@/lib/catalog/plans";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { addMs, dayMs } from "@/lib/core/time";
import { grantPlan } from "@/lib/entitlements/grants";
import { clock } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";

/**
 * Gives a customer a plan for some days of business time, once for each `attempt`, and says until when. It ends by itself and
 * takes no money; a subscription that they have goes on beside it.
 * @throws AppError `forbidden` for an account that the actor belongs to, `not_found` for an account that is not there or is closed, `idempotency_key_reused` for an attempt that
 * gave another plan, to another account or for another time
 */
export async function givePlan(gift: {
  actor: Actor;
  accountId: string;
  plan: PlanKey;
  days: number;
  reason: string;
  /** A uuid that stays the same however often this one wish is sent: it becomes the grant's id. */
  attempt: string;
}): Promise<Date> {
  const { days, attempt, ...grant } = gift;
  return transaction(async (tx) => {
    await requireOutsider(gift.actor, gift.accountId, tx);
    // Held, so that of two who send the same wish at once the second sees what the first has given.
    const open = await tx.$queryRaw<unknown[]>`
      select id from account where id = ${gift.accountId}::uuid and "closedAt" is null for no key update`;
    if (open.length === 0) throw new AppError("not_found", "There is no open account with this id.");
    const given = await tx.grant.findUnique({ where: { id: attempt } });
    if (given) return requireSame(given, gift);
    // Both from one look at the clock: a repeat is known by how far they lie apart.
    const startsAt = clock.now();
    const endsAt = addMs(startsAt, days * dayMs);
    await grantPlan(tx, { ...grant, startsAt, endsAt, id: attempt });
    return endsAt;
  });
}

function requireSame(
  given: Grant,
  { accountId, plan, days }: { accountId: string; plan: PlanKey; days: number },
): Date {
  const { endsAt } = given;
  const isSame =
    given.accountId === accountId &&
    given.planKey === plan &&
    endsAt?.getTime() === addMs(given.startsAt, days * dayMs).getTime();
  if (isSame && endsAt) return endsAt;
  throw new AppError("idempotency_key_reused", "This attempt was used for another gift.");
}
