import { deviceLimit, type PlanKey } from "@/lib/catalog/plans";
import { getDecision } from "@/lib/entitlements/get-entitlements";
import { db } from "@/lib/platform/db";

export type DeviceLimit = { plan: PlanKey; limit: number };

/**
 * How many browsers the account can have connected at once: the plan's number for each seat that is paid for. A plan
 * that was given has the fewest seats it can have. It limits new connections; what is connected stays connected.
 * @throws AppError `not_found`
 */
export async function getDeviceLimit(accountId: string): Promise<DeviceLimit> {
  const { plan, trace } = await getDecision(accountId);
  const paidBy = trace.filter((claim) => claim.source === "subscription" && claim.plan === plan).map(({ id }) => id);
  const seats =
    paidBy.length === 0
      ? null
      : await db().subscription.aggregate({
          where: { accountId, stripeSubscriptionId: { in: paidBy } },
          _max: { quantity: true },
        });
  return { plan, limit: deviceLimit(plan, seats?._max.quantity ?? 0) };
}
