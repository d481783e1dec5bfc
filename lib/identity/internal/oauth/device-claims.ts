import { errors } from "oidc-provider";
import { toPublicId } from "@/lib/core/ids";
import { db } from "@/lib/platform/db";

/** What our access tokens say besides the standard: which account and device, and the epochs that make them stop working. */
export type DeviceClaims = {
  /** `acc_…` */
  account: string;
  /** `dev_…` */
  device: string;
  device_epoch: number;
  session_epoch: number;
};

/** The claims of a grant's device. A grant has its device's id. @throws InvalidGrant when the device was disconnected. */
export async function deviceClaims(grantId: string | undefined): Promise<DeviceClaims> {
  const device = grantId
    ? await db().device.findUnique({
        where: { id: grantId, revokedAt: null },
        select: { id: true, accountId: true, epoch: true, user: { select: { sessionEpoch: true } } },
      })
    : null;
  if (!device) throw new errors.InvalidGrant("the device was disconnected");
  return {
    account: toPublicId("account", device.accountId),
    device: toPublicId("device", device.id),
    device_epoch: device.epoch,
    session_epoch: device.user.sessionEpoch,
  };
}
