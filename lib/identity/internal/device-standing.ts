import { hourMs, secondMs } from "@/lib/core/time";
import { systemNow } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { singleton } from "@/lib/platform/registry";

/** What decides whether a device's tokens still count. */
export type DeviceStanding = {
  userId: string;
  accountId: string;
  deviceEpoch: number;
  sessionEpoch: number;
  isRevoked: boolean;
};

/**
 * How long a standing may be reused. A token is checked on every request of the extension, so a query each time would
 * cost more than everything else together; two seconds bound how long another process can go on serving a device that
 * was just revoked. The process that revokes it stops at once (`forgetStanding`).
 */
const reuseMs = 2 * secondMs;
/** After a change nothing is cached for as long as the transaction that makes it can take to commit. */
const changeMs = 20 * secondMs;
const maxCached = 20_000;

type Cached = { standing: DeviceStanding | null; readAt: number };

const state = () =>
  singleton("device-standings", () => ({
    cached: new Map<string, Cached>(),
    reading: new Map<string, Promise<DeviceStanding | null>>(),
    changing: new Map<string, number>(),
  }));

/** The device's standing, at most two seconds old; null when there is no such device. Callers at once share one query. */
export async function findStanding(deviceId: string): Promise<DeviceStanding | null> {
  const { cached, reading } = state();
  const known = cached.get(deviceId);
  if (known && Date.now() - known.readAt < reuseMs) return known.standing;
  if (isChanging(deviceId)) return read(deviceId);
  const running = reading.get(deviceId);
  if (running) return running;
  const work = readAndKeep(deviceId).finally(() => reading.delete(deviceId));
  reading.set(deviceId, work);
  return work;
}

/** Makes this process read the standing again: of one device, or of every device of a user. */
export function forgetStanding(id: string): void {
  const { cached, changing, reading } = state();
  for (const [subject, until] of changing) if (until < Date.now()) changing.delete(subject);
  changing.set(id, Date.now() + changeMs);
  reading.delete(id);
  cached.delete(id);
  for (const [deviceId, { standing }] of cached) if (standing?.userId === id) cached.delete(deviceId);
}

function isChanging(id: string): boolean {
  return (state().changing.get(id) ?? 0) > Date.now();
}

async function readAndKeep(deviceId: string): Promise<DeviceStanding | null> {
  const readAt = Date.now();
  const standing = await read(deviceId);
  const { cached } = state();
  if (!isChanging(deviceId) && !(standing && isChanging(standing.userId))) {
    if (cached.size >= maxCached) cached.clear();
    cached.set(deviceId, { standing, readAt });
  }
  return standing;
}

type Row = DeviceStanding & { lastUsedAt: Date | null };

async function read(deviceId: string): Promise<DeviceStanding | null> {
  const { rows } = await pool().query<Row>({
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
  await pool().query(
    `update device set "lastUsedAt" = $2 where id = $1 and ("lastUsedAt" is null or "lastUsedAt" < $3)`,
    [deviceId, now, new Date(now.getTime() - hourMs)],
  );
}
