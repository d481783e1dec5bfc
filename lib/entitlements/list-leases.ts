import { decodeJwt } from "jose";
import type { LeaseCause } from "@/generated/prisma/enums";
import type { Decision } from "@/lib/entitlements/decide-entitlements";
import { reasonToSign } from "@/lib/entitlements/internal/lease/decide-lease";
import { leaseContent } from "@/lib/entitlements/internal/lease/lease-content";
import { getSignedLeaseKeys } from "@/lib/entitlements/lease-keys";
import { type EntitlementsAnswer, entitlementsAnswer } from "@/lib/entitlements/schemas";
import { clock } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db";

/** A device of an account, and what it was last told that it may do. */
export type DeviceWithLease = {
  id: string;
  name: string;
  clientVersion: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** Set where it was disconnected, and may still go by its lease while it has no contact. */
  revokedAt: Date | null;
  /** Whether it gave a key: without one it gets no lease. */
  hasKey: boolean;
  lease: ExplainedLease | null;
};

/** Times are business time. */
export type ExplainedLease = {
  jti: string;
  kid: string;
  issuedAt: Date;
  renewAfter: Date;
  hardStop: Date;
  /** Why it was signed when it was. */
  cause: LeaseCause;
  /** Why the next contact will replace it; null where it says what is true. */
  replacedFor: LeaseCause | null;
  hasStopped: boolean;
  /** What it says; null where it is of a version that named other features. */
  says: LeaseStatement | null;
};

export type LeaseStatement = Pick<EntitlementsAnswer, "plan" | "status" | "features">;

const statement = entitlementsAnswer.pick({ plan: true, status: true, features: true });

/**
 * The devices of an account with their leases, the one used last first: those that are connected, and disconnected ones
 * whose lease still counts for whoever is offline. `decide` says what each of its people may use now.
 */
export async function listLeases(accountId: string, decide: (userId: string) => Decision): Promise<DeviceWithLease[]> {
  const now = clock.now();
  const [devices, { kids }] = await Promise.all([
    db().device.findMany({
      where: { accountId, OR: [{ revokedAt: null }, { lease: { hardStop: { gt: now } } }] },
      orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { createdAt: "desc" }],
      include: { lease: true },
    }),
    getSignedLeaseKeys(),
  ]);
  return devices.map(({ id, userId, deviceKey, epoch, lease, ...device }) => {
    const { name, clientVersion, createdAt, lastUsedAt, revokedAt } = device;
    const facts = { id, name, clientVersion, createdAt, lastUsedAt, revokedAt, hasKey: deviceKey !== null };
    if (!lease || deviceKey === null) return { ...facts, lease: null };
    const { contentHash } = leaseContent({ deviceId: id, accountId, deviceKey, epoch }, decide(userId));
    const held = { ...lease, clockOffsetMs: Number(lease.clockOffsetMs) };
    const { jti, kid, issuedAt, renewAfter, hardStop, cause } = lease;
    return {
      ...facts,
      lease: {
        jti,
        kid,
        issuedAt,
        renewAfter,
        hardStop,
        cause,
        replacedFor: reasonToSign(held, { contentHash, kids, clockOffsetMs: clock.offsetMs(), now }),
        hasStopped: hardStop <= now,
        says: statement.safeParse(decodeJwt(lease.token)).data ?? null,
      },
    };
  });
}
