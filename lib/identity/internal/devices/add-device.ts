import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { lockAccountDevices, requirePlaceForDevice } from "@/lib/identity/device-places";
import type { DeviceParams } from "@/lib/identity/internal/oauth/device-params";
import { extensionClientId } from "@/lib/identity/oauth-client";
import type { Tx } from "@/lib/platform/db";

export type NewDevice = DeviceParams & {
  /** Follows from what was agreed to, so that agreeing twice, also at once, gives one device. */
  id: string;
  userId: string;
  accountId: string;
  name: string;
  /** Devices to disconnect first. */
  instead: readonly string[];
  limit: number;
};

/**
 * Connects a device to the account; false where the person has already connected this one.
 * @throws AppError `limit_reached`, `forbidden` for a person who is no member, `link_expired` where the device was
 * connected by another person, or has been disconnected since
 */
export async function addDevice(tx: Tx, { instead, limit, ...device }: NewDevice): Promise<boolean> {
  const { id, userId, accountId, name } = device;
  const actor = { kind: "customer", userId, accountId } as const;
  await lockAccountDevices(tx, accountId);
  // Signing this person out everywhere waits for this lock, and then ends the new device too.
  await tx.$queryRaw`select from "user" where id = ${userId}::uuid for share`;
  const known = await tx.device.findUnique({ where: { id }, select: { userId: true, revokedAt: true } });
  if (known && (known.userId !== userId || known.revokedAt)) throw usedBefore();
  if (known) return false;
  await requirePlaceForDevice(tx, { actor, accountId, instead, limit });
  // A person who has just lost their seat connects nothing more: removing a member takes the same lock.
  const isMember = await tx.membership.count({ where: { accountId, userId } });
  if (isMember === 0) throw new AppError("forbidden", "This person no longer belongs to the account.");
  // The lock is one account's: of two answers for different accounts at once the second finds the device here.
  const made = await tx.device.createMany({ data: { ...device, clientId: extensionClientId }, skipDuplicates: true });
  if (made.count === 0) throw usedBefore();
  await recordAudit(tx, {
    actor,
    action: "device.connected",
    subject: { kind: "device", id },
    accountId,
    detail: { name },
  });
  return true;
}

function usedBefore(): AppError {
  return new AppError("link_expired", "What was agreed to has connected a device already.");
}
