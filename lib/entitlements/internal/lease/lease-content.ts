import { toPublicId } from "@/lib/core/ids";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { describeFeatures } from "@/lib/entitlements/internal/decide/describe-features";
import { endOfRight } from "@/lib/entitlements/internal/lease/decide-lease";
import { sha256 } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";

/**
 * All that a lease says apart from its times, and a hash that is the same for two leases that say the same. What bounds
 * their times counts too: a right may get shorter, or be renewed.
 */
export function leaseContent(
  device: { deviceId: string; accountId: string; deviceKey: string; epoch: number },
  decision: Decision,
) {
  const content = {
    iss: env().GATEHOUSE_URL,
    aud: "extension",
    sub: toPublicId("account", device.accountId),
    device: toPublicId("device", device.deviceId),
    device_epoch: device.epoch,
    cnf: { jkt: device.deviceKey },
    plan: decision.plan,
    status: decision.status,
    features: describeFeatures(decision),
  };
  const bounds = [decision.changesAt, endOfRight(decision)].map((instant) => instant?.toISOString() ?? null);
  return { content, contentHash: sha256(JSON.stringify([content, bounds, decision.right?.reason ?? null])) };
}
