import { requireOutsider } from "@/lib/accounts/require-outsider";
import { requireOwner } from "@/lib/accounts/require-owner";
import { raiseSessionEpoch } from "@/lib/accounts/users";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { systemNow } from "@/lib/platform/clock";
import { db, type Tx, transaction } from "@/lib/platform/db";

/** One connected extension, as its owner sees it. */
export type ConnectedDevice = {
  id: string;
  userId: string;
  name: string;
  clientVersion: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
};

/** The devices that an account has connected, the one used last first. Disconnected ones are not among them. */
export async function listDevices(accountId: string): Promise<ConnectedDevice[]> {
  return db().device.findMany({
    where: { accountId, revokedAt: null },
    orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { createdAt: "desc" }],
    select: { id: true, userId: true, name: true, clientVersion: true, createdAt: true, lastUsedAt: true },
  });
}

export type DeviceRevocation = {
  deviceId: string;
  accountId: string;
  actor: Actor;
  /** Why, where staff do it for somebody; it goes into the audit record. */
  reason?: string;
};

/**
 * Disconnects a device of the account: its refresh token is gone and its access tokens stop working. Doing it twice
 * is no error. Among customers only the account's owner and the device's own user may.
 * @throws AppError `not_found` when the account has no such device, `forbidden`
 */
export async function revokeDevice(tx: Tx, revocation: DeviceRevocation): Promise<void> {
  const { deviceId, accountId, actor } = revocation;
  const device = await tx.device.findFirst({ where: { id: deviceId, accountId }, select: { userId: true } });
  if (!device) throw new AppError("not_found", "There is no such device in this account.");
  const isOwn = actor.kind === "customer" && actor.userId === device.userId;
  if (!isOwn) await requireOwner(actor, accountId, tx);
  const revoked = await tx.device.updateMany({
    where: { id: deviceId, revokedAt: null },
    data: { revokedAt: systemNow(), epoch: { increment: 1 } },
  });
  if (revoked.count === 0) return;
  // A grant of oidc-provider has its device's id, so that this takes everything that hangs on it.
  await tx.oidcArtifact.deleteMany({ where: { OR: [{ grantId: deviceId }, { model: "Grant", idHash: deviceId }] } });
  await recordAudit(tx, {
    actor,
    action: "device.revoked",
    subject: { kind: "device", id: deviceId },
    accountId,
    detail: detailOf(revocation),
  });
}

/** As `revokeDevice`, in a transaction of its own: what its owner does on the page of their devices, or staff for them. @throws also `forbidden` for staff whose own it is */
export function disconnectDevice(revocation: DeviceRevocation): Promise<void> {
  return transaction(async (tx) => {
    await requireOutsider(revocation.actor, revocation.accountId, tx);
    await revokeDevice(tx, revocation);
  });
}

/** As `revokeAllAccess`, in a transaction of its own: what somebody does who lost a computer. */
export function signOutEverywhere(actor: Extract<Actor, { kind: "customer" }>): Promise<void> {
  return transaction((tx) => revokeAllAccess(tx, { userId: actor.userId, actor }));
}

/** Signs a person out everywhere: every session, device and token of theirs stops working. */
export async function revokeAllAccess(
  tx: Tx,
  revocation: {
    userId: string;
    actor: Actor;
    /** The account on whose page staff did it. */
    accountId?: string;
    /** Why, where staff do it for somebody. */
    reason?: string;
  },
): Promise<void> {
  const { userId, actor, accountId: onPageOf, reason } = revocation;
  await raiseSessionEpoch(tx, userId);
  await tx.session.deleteMany({ where: { userId } });
  const devices = await tx.device.findMany({
    where: { userId, revokedAt: null },
    // Every transaction locks several devices in this order, so that none deadlock.
    orderBy: { id: "asc" },
    select: { id: true, accountId: true },
  });
  for (const { id, accountId } of devices) await revokeDevice(tx, { deviceId: id, accountId, actor, reason });
  await recordAudit(tx, {
    actor,
    action: "user.access_revoked",
    subject: { kind: "user", id: userId },
    accountId: onPageOf,
    detail: detailOf(revocation),
  });
}

function detailOf({ reason }: { reason?: string }): { reason: string } | undefined {
  return reason === undefined ? undefined : { reason };
}
