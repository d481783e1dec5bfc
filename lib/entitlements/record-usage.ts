import { isMetered } from "@/lib/catalog/features";
import { AppError } from "@/lib/core/errors";
import { requireFeature } from "@/lib/entitlements/check-entitlement";
import { decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { loadFacts } from "@/lib/entitlements/internal/decide/load-facts";
import type { RecordUsageInput, UsageAnswer } from "@/lib/entitlements/schemas";
import { clock } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";

export type UsageReport = RecordUsageInput & {
  accountId: string;
  /** Whose seat it is counted on: without one they add nothing beyond Free. */
  userId: string;
  deviceId?: string | null;
  idempotencyKey: string;
};

/**
 * Counts the use of a metered feature, once per caller and idempotency key: two browsers may choose the same. The total's row is locked while the limit is checked
 * and the use is written, so that reports at the same time can't pass the limit together. A release never goes below 0.
 * @throws AppError `unknown_feature`, `invalid_request`, `not_entitled`, `limit_reached`, `idempotency_key_reused`
 */
export async function recordUsage(report: UsageReport): Promise<UsageAnswer> {
  const feature = requireFeature(report.feature);
  if (!isMetered(feature)) {
    throw new AppError("invalid_request", `${feature} is not metered: there is nothing to count.`, {
      field: "feature",
    });
  }
  const { accountId, userId, deviceId = null, idempotencyKey } = report;
  const callerId = deviceId ?? userId;
  const { active, reason, limit = 0 } = decideEntitlements(await loadFacts({ accountId, userId })).features[feature];
  const used = await transaction(async (tx) => {
    const before = await lockTotal(tx, accountId, feature);
    const counted = await tx.usageEntry.findUnique({
      where: { accountId_callerId_idempotencyKey: { accountId, callerId, idempotencyKey } },
    });
    if (counted) {
      if (counted.feature === feature && isSameAmount(counted.amount, report.amount)) return before;
      throw new AppError(
        "idempotency_key_reused",
        "This Idempotency-Key was used for another report. Choose a new one.",
      );
    }
    const amount = Math.max(report.amount, -before);
    if (amount > 0 && !active) throw new AppError("not_entitled", `This account may not use ${feature}: ${reason}.`);
    if (amount > 0 && before + amount > limit) {
      throw new AppError("limit_reached", `${before} of ${limit} are in use; ${amount} more do not fit.`, {
        field: "amount",
      });
    }
    await tx.usageEntry.create({
      data: {
        accountId,
        feature,
        amount,
        callerId,
        idempotencyKey,
        deviceId,
        occurredAt: clock.now(),
      },
    });
    const total = { accountId_feature: { accountId, feature } };
    return (await tx.usageTotal.update({ where: total, data: { used: before + amount } })).used;
  });
  return { object: "usage", feature, used, limit, remaining: Math.max(0, limit - used) };
}

/** Of a release only what was there to release is counted, so that a total is the sum of its entries. */
function isSameAmount(counted: number, reported: number): boolean {
  return reported > 0 ? counted === reported : counted <= 0 && counted >= reported;
}

/** What is in use now; nobody else can change it before this transaction ends. */
async function lockTotal(tx: Tx, accountId: string, feature: string): Promise<number> {
  await tx.$executeRaw`
    insert into usage_total ("accountId", feature, used, "updatedAt") values (${accountId}::uuid, ${feature}, 0, ${clock.now()})
    on conflict do nothing`;
  const [row] = await tx.$queryRaw<{ used: number }[]>`
    select used from usage_total where "accountId" = ${accountId}::uuid and feature = ${feature} for update`;
  return row?.used ?? 0;
}
