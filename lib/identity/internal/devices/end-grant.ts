import { revokeDevice } from "@/lib/identity/devices";
import { transaction } from "@/lib/platform/db";

/**
 * Disconnects the device of a grant that the OAuth side has ended: the client gave its refresh token back, or a code or
 * refresh token was used a second time, so that somebody else may hold a copy; or nobody ever fetched a token.
 */
export async function endGrant(grantId: string, by = "oauth"): Promise<void> {
  const deviceId = grantId;
  await transaction(async (tx) => {
    const device = await tx.device.findUnique({ where: { id: deviceId }, select: { accountId: true } });
    if (!device) return;
    await revokeDevice(tx, {
      deviceId,
      accountId: device.accountId,
      actor: { kind: "system", name: by },
    });
  });
}
