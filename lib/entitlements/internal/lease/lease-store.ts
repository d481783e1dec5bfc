import type { LeaseCause } from "@/generated/prisma/enums";
import { changesHeard, remember } from "@/lib/platform/changes";
import { query } from "@/lib/platform/db";

/** A lease as its row keeps it. */
export type StoredLease = {
  token: string;
  jti: string;
  contentHash: string;
  kid: string;
  cause: LeaseCause;
  issuedAt: Date;
  renewAfter: Date;
  hardStop: Date;
  clockOffsetMs: number;
};

/** A device with the lease that it was given last. */
export type DeviceLease = {
  accountId: string;
  userId: string;
  deviceKey: string | null;
  epoch: number;
  isRevoked: boolean;
  held: StoredLease | null;
};

/** The device and its lease, remembered until either changes; null when there is no such device. */
export function findDeviceLease(deviceId: string): Promise<DeviceLease | null> {
  return remember("lease", deviceId, read);
}

/** A row of device beside one of lease, whose columns are all null where there is none. */
type Row = Omit<DeviceLease, "held"> & { [K in keyof StoredLease]: StoredLease[K] | null };

async function read(deviceId: string): Promise<DeviceLease | null> {
  const { rows } = await query<Row>({
    name: "device-lease",
    text: `select d."accountId", d."userId", d."deviceKey", d.epoch, d."revokedAt" is not null as "isRevoked",
             l.token, l.jti, l."contentHash", l.kid, l.cause, l."issuedAt", l."renewAfter", l."hardStop",
             l."clockOffsetMs"::float8 as "clockOffsetMs"
           from device d left join lease l on l."deviceId" = d.id where d.id = $1`,
    values: [deviceId],
  });
  const [row] = rows;
  if (!row) return null;
  const { accountId, userId, deviceKey, epoch, isRevoked, ...lease } = row;
  return { accountId, userId, deviceKey, epoch, isRevoked, held: isLease(lease) ? lease : null };
}

function isLease(lease: { [K in keyof StoredLease]: StoredLease[K] | null }): lease is StoredLease {
  return lease.jti !== null;
}

/**
 * Puts a lease in the place of the one with this jti, or of none. False when another has taken that place meanwhile, or
 * when the device was disconnected; then nothing is written.
 */
export async function replaceLease(deviceId: string, heldJti: string | null, lease: StoredLease): Promise<boolean> {
  const { rowCount } = await query(
    `insert into lease ("deviceId", token, jti, "contentHash", kid, cause, "issuedAt", "renewAfter", "hardStop", "clockOffsetMs")
     select id, $3, $4, $5, $6, $7::"LeaseCause", $8, $9, $10, $11 from device where id = $1 and "revokedAt" is null
     on conflict ("deviceId") do update set token = excluded.token, jti = excluded.jti,
       "contentHash" = excluded."contentHash", kid = excluded.kid, cause = excluded.cause,
       "issuedAt" = excluded."issuedAt", "renewAfter" = excluded."renewAfter", "hardStop" = excluded."hardStop",
       "clockOffsetMs" = excluded."clockOffsetMs", "createdAt" = now()
     where lease.jti = $2`,
    [
      deviceId,
      heldJti,
      lease.token,
      lease.jti,
      lease.contentHash,
      lease.kid,
      lease.cause,
      lease.issuedAt,
      lease.renewAfter,
      lease.hardStop,
      lease.clockOffsetMs,
    ],
  );
  await changesHeard();
  return rowCount === 1;
}
