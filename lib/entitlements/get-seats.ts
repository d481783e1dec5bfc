import { type PlanKey, plans } from "@/lib/catalog/plans";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { db } from "@/lib/platform/db";

/**
 * The account's plan, and how many people it is paid for. A plan that was given, like a free one, has the fewest seats
 * that it can have.
 * @throws AppError `not_found`
 */
export async function getSeats(accountId: string): Promise<{ plan: PlanKey; seats: number }> {
  const { plan, trace } = await getDecision(accountId);
  const paidBy = trace.filter((claim) => claim.source === "subscription" && claim.plan === plan).map(({ id }) => id);
  const paid =
    paidBy.length === 0
      ? null
      : await db().subscription.aggregate({
          where: { accountId, stripeSubscriptionId: { in: paidBy } },
          _max: { quantity: true },
        });
  return { plan, seats: Math.max(paid?._max.quantity ?? 0, plans[plan].seats.min) };
}
