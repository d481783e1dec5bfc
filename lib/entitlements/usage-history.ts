import type { MeteredFeatureKey } from "@/lib/catalog/features";
import { db } from "@/lib/platform/db";

/** One counted use, as its account sees it. */
export type UsageEvent = {
  id: string;
  /** In the feature's own unit; negative where something was released. */
  amount: number;
  occurredAt: Date;
  /** The browser that reported it; null where none did, or it is known no more. */
  device: string | null;
};

export type UsageHistory = {
  /** The newest first. */
  recent: UsageEvent[];
  /** What each browser has added, less what it released: the most first. */
  byDevice: { deviceId: string | null; device: string | null; isConnected: boolean; amount: number }[];
};

const shownEvents = 20;

/** How the use of a metered feature came about. Entries are kept for thirteen months; the total counts older ones too. */
export async function getUsageHistory(accountId: string, feature: MeteredFeatureKey): Promise<UsageHistory> {
  const [entries, sums, devices] = await Promise.all([
    db().usageEntry.findMany({
      where: { accountId, feature },
      orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
      take: shownEvents,
      select: { id: true, amount: true, occurredAt: true, deviceId: true },
    }),
    db().usageEntry.groupBy({ by: ["deviceId"], where: { accountId, feature }, _sum: { amount: true } }),
    db().device.findMany({ where: { accountId }, select: { id: true, name: true, revokedAt: true } }),
  ]);
  const known = new Map(devices.map((device) => [device.id, device]));
  const find = (deviceId: string | null) => (deviceId === null ? undefined : known.get(deviceId));
  return {
    recent: entries.map(({ deviceId, ...entry }) => ({ ...entry, device: find(deviceId)?.name ?? null })),
    byDevice: sums
      .map(({ deviceId, _sum }) => ({
        deviceId,
        device: find(deviceId)?.name ?? null,
        isConnected: find(deviceId)?.revokedAt === null,
        amount: _sum.amount ?? 0,
      }))
      .sort((one, other) => other.amount - one.amount),
  };
}
