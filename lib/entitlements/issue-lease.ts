import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { toUnixSeconds } from "@/lib/core/time";
import { type Decision, decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { loadFacts } from "@/lib/entitlements/internal/decide/load-facts";
import { decideLease, reasonToSign } from "@/lib/entitlements/internal/lease/decide-lease";
import { leaseContent } from "@/lib/entitlements/internal/lease/lease-content";
import { findDeviceLease, replaceLease, type StoredLease } from "@/lib/entitlements/internal/lease/lease-store";
import { getSignedLeaseKeys } from "@/lib/entitlements/lease-keys";
import { reloadKeySet, signBy } from "@/lib/identity/keys";
import { clock } from "@/lib/platform/clock";

/** A lease on its way to its device, with the keys to verify it. */
export type IssuedLease = { token: string; keys: string; renewAfter: Date };

/** Far more often than callers at the same time can get in one another's way. */
const maxTries = 20;

/**
 * The device's lease, and the decision that it was made from: the stored one for as long as it says what is true, else a
 * new one. The lease is null for a device without a key. With `isFresh` it was signed after this call began.
 * @throws AppError `device_revoked`, `not_found`
 */
export async function issueLease(
  device: { deviceId: string; accountId: string },
  options: { isFresh?: boolean } = {},
): Promise<{ decision: Decision; lease: IssuedLease | null }> {
  const heldAtFirst = (await requireDevice(device)).held?.jti ?? null;
  for (let tries = 0; tries < maxTries; tries += 1) {
    // What is held is read before the facts: if somebody signs in between, from older or newer facts, `replaceLease` will
    // see that it was replaced, and we look again.
    const { userId, deviceKey, epoch, held } = await requireDevice(device);
    const decision = decideEntitlements(await loadFacts({ accountId: device.accountId, userId }));
    if (deviceKey === null) return { decision, lease: null };

    const { token: keys, kids, keys: keySet } = await getSignedLeaseKeys();
    const now = clock.now();
    const clockOffsetMs = clock.offsetMs();
    const { content, contentHash } = leaseContent({ ...device, deviceKey, epoch }, decision);
    const isAsked = options.isFresh && held?.jti === heldAtFirst;
    const cause = reasonToSign(held, { contentHash, kids, clockOffsetMs, now }) ?? (isAsked ? "asked" : null);
    if (held && cause === null) return { decision, lease: { token: held.token, keys, renewAfter: held.renewAfter } };
    // Another process has withdrawn the key that signs here.
    if (!kids.includes(keySet.current.kid)) {
      await reloadKeySet("lease");
      continue;
    }

    const terms = decideLease(decision, now);
    const jti = randomUUID();
    const claims = {
      ...content,
      jti,
      iat: toUnixSeconds(terms.issuedAt),
      renew_after: toUnixSeconds(terms.renewAfter),
      hard_stop: toUnixSeconds(terms.hardStop),
      offset_ms: clockOffsetMs,
    };
    const token = await signBy(keySet, JSON.stringify(claims), { typ: "lease+jwt" });
    const { kid } = keySet.current;
    const lease: StoredLease = { token, jti, contentHash, kid, cause: cause ?? "first", clockOffsetMs, ...terms };
    if (await replaceLease(device.deviceId, held?.jti ?? null, lease)) {
      return { decision, lease: { token, keys, renewAfter: terms.renewAfter } };
    }
  }
  throw new AppError("unavailable", "This device's lease is being renewed. Try again.", { retryAfterSeconds: 1 });
}

async function requireDevice(device: { deviceId: string; accountId: string }) {
  const found = await findDeviceLease(device.deviceId);
  if (!found || found.isRevoked || found.accountId !== device.accountId) {
    throw new AppError("device_revoked", "This device was disconnected. Sign in again to connect it.");
  }
  return found;
}
