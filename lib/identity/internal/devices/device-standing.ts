import { hourMs } from "@/lib/core/time";
import { remember } from "@/lib/platform/changes";
import { systemNow } from "@/lib/platform/clock";
import { query } from "@/lib/platform/db";

/** What decides whether a device's tokens still count. */
export type DeviceStanding = {
  userId: string;
  accountId: string;
  deviceEpoch: number;
  sessionEpoch: number;
  isRevoked: boolean;
};

/**
 * The device's standing; null when there is no such device. It is checked on every request of the extension, so it is
 * remembered until it changes: a revoked device stops at once, in every process.
 */
export function findStanding(deviceId: string): Promise<DeviceStanding | null> {
  return remember("standing", deviceId, read);
}

type Row = DeviceStanding & { lastUsedAt: Date | null };

async function read(deviceId: string): Promise<DeviceStanding | null> {
  const { rows } = await query<Row>({
    name: "device-standing",
    text: `select d."userId", d."accountId", d.epoch as "deviceEpoch", u."sessionEpoch", d."lastUsedAt",
             (d."revokedAt" is not null or a."closedAt" is not null) as "isRevoked"
           from device d join "user" u on u.id = d."userId" join account a on a.id = d."accountId"
           where d.id = $1`,
    values: [deviceId],
  });
  const [row] = rows;
  if (!row) return null;
  const { lastUsedAt, ...standing } = row;
  if (!standing.isRevoked) await noteUse(deviceId, lastUsedAt);
  return standing;
}

/** When a device was last seen is written once an hour at most: the portal needs no more, and a read must not be a write. */
async function noteUse(deviceId: string, lastUsedAt: Date | null): Promise<void> {
  const now = systemNow();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < hourMs) return;
  await query(`update device set "lastUsedAt" = $2 where id = $1 and ("lastUsedAt" is null or "lastUsedAt" < $3)`, [
    deviceId,
    now,
    new Date(now.getTime() - hourMs),
  ]);
}
