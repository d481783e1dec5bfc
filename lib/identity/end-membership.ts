import { deleteMembership } from "@/lib/accounts/members";
import { requireOwner } from "@/lib/accounts/require-owner";
import { recordAudit } from "@/lib/audit/record";
import type { Actor } from "@/lib/core/actor";
import { lockAccountDevices } from "@/lib/identity/device-places";
import { revokeDevice } from "@/lib/identity/devices";
import { type Tx, transaction } from "@/lib/platform/db";
import type { AuditAction } from "@/lib/platform/module";

type Ending = { actor: Extract<Actor, { kind: "customer" }>; accountId: string; userId: string };

/**
 * Takes somebody's seat away. Their devices in this account stop at once; what they own elsewhere stays theirs.
 * @throws AppError `forbidden` for anyone but the owner, `not_found`, `conflict` for the owner's own seat
 */
export async function removeMember({ actor, accountId, userId }: Ending): Promise<void> {
  await transaction(async (tx) => {
    // Connecting a device takes the same lock, so that none is connected meanwhile.
    await lockAccountDevices(tx, accountId);
    await requireOwner(actor, accountId, tx);
    await endMembership(tx, { actor, accountId, userId }, "membership.removed");
  });
}

/** Gives one's own seat back. @throws AppError `not_found`, `conflict` for the owner, without whom there is no account */
export async function leaveAccount({ actor, accountId }: Omit<Ending, "userId">): Promise<void> {
  await transaction(async (tx) => {
    await lockAccountDevices(tx, accountId);
    await endMembership(tx, { actor, accountId, userId: actor.userId }, "membership.left");
  });
}

async function endMembership(tx: Tx, { actor, accountId, userId }: Ending, action: AuditAction): Promise<void> {
  await deleteMembership(tx, { accountId, userId });
  const where = { accountId, userId, revokedAt: null };
  const devices = await tx.device.findMany({ where, orderBy: { id: "asc" }, select: { id: true } });
  for (const { id } of devices) await revokeDevice(tx, { deviceId: id, accountId, actor });
  await recordAudit(tx, { actor, action, subject: { kind: "user", id: userId }, accountId });
}
