import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { revokeDevice } from "@/lib/identity/devices";
import type { Tx } from "@/lib/platform/db";

/**
 * Makes sure that one more device fits into the account, after disconnecting those that are to make room. The account's
 * row is locked until the transaction ends, so that two connections at once can't take the same place. Whatever was
 * disconnected stays connected where there is still no room.
 * @throws AppError `limit_reached`; `not_found` for a device that is not the account's
 */
export async function requirePlaceForDevice(
  tx: Tx,
  place: { actor: Actor; accountId: string; instead: readonly string[]; limit: number },
): Promise<void> {
  const { actor, accountId, instead, limit } = place;
  await lockAccountDevices(tx, accountId);
  for (const deviceId of [...instead].sort()) await revokeDevice(tx, { deviceId, accountId, actor });
  const connected = await tx.device.count({ where: { accountId, revokedAt: null } });
  if (connected >= limit) {
    throw new AppError("limit_reached", `${connected} of ${limit} devices are connected; one more does not fit.`);
  }
}

/** Locks connecting devices to the account until the transaction ends. */
export async function lockAccountDevices(tx: Tx, accountId: string): Promise<void> {
  // Weaker than `for update`: rows that only point at the account can still be written meanwhile.
  await tx.$queryRaw`select from account where id = ${accountId}::uuid for no key update`;
}
