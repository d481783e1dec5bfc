import { db } from "@/lib/platform/db";
import { newestBehind, type SourceReader } from "@/lib/platform/timeline";

/** The lease that each device holds; those before it are not kept. */
export const readLeases: SourceReader = async ({ accountId }, bound, take) => {
  const leases = await db().lease.findMany({
    where: { device: { accountId }, ...(bound && { issuedAt: { lte: bound.at } }) },
    omit: { token: true, contentHash: true },
    include: { device: { select: { name: true } } },
  });
  const dated = leases.map((lease) => ({ ...lease, id: lease.deviceId, at: lease.issuedAt }));
  return newestBehind(dated, bound, take).map(({ id, at, device, deviceId: _deviceId, clockOffsetMs, ...lease }) => ({
    source: "lease",
    id,
    at,
    systemAt: lease.createdAt,
    kind: "device",
    sentence: { code: "entitlements.lease_issued", values: { device: device.name, until: { day: lease.hardStop } } },
    doer: { kind: "system", name: null },
    tone: "neutral",
    reason: null,
    raw: { ...lease, clockOffsetMs: Number(clockOffsetMs) },
    href: null,
  }));
};
