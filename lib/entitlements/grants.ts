import { recordAudit } from "@/lib/audit/record";
import type { PlanKey } from "@/lib/catalog/plans";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/**
 * Gives an account a plan without payment, from `startsAt` (now, unless it is said) until `endsAt` or until it is taken back,
 * and returns the grant's id. Whoever names that id gives it once.
 * @throws AppError `idempotency_key_reused` for an id that was used already, also at the same moment
 */
export async function grantPlan(
  tx: Tx,
  grant: {
    actor: Actor;
    accountId: string;
    plan: PlanKey;
    reason: string;
    startsAt?: Date;
    endsAt: Date | null;
    id?: string;
  },
): Promise<string> {
  const { actor, accountId, plan, reason, startsAt = clock.now(), endsAt } = grant;
  const terms = { planKey: plan, reason, startsAt, endsAt };
  const [made] = await tx.grant.createManyAndReturn({
    data: { id: grant.id, accountId, ...terms },
    skipDuplicates: true,
    select: { id: true },
  });
  if (!made) throw new AppError("idempotency_key_reused", "This attempt was used for another gift.");
  const { id } = made;
  const detail = { plan, reason, endsAt: endsAt?.toISOString() ?? null };
  await recordAudit(tx, { actor, action: "grant.given", subject: { kind: "grant", id }, accountId, detail });
  return id;
}

/**
 * Takes a given plan back, from now on. Doing it twice is no error.
 * @throws AppError `not_found`, also for a grant of another account than the one named
 */
export async function revokeGrant(
  tx: Tx,
  revocation: { actor: Actor; grantId: string; accountId?: string; reason: string },
): Promise<void> {
  const { actor, grantId: id, accountId, reason } = revocation;
  const grant = await tx.grant.findUnique({
    where: { id, ...(accountId && { accountId }) },
    select: { accountId: true },
  });
  if (!grant) throw new AppError("not_found", "There is no such grant.");
  const { count } = await tx.grant.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: clock.now() } });
  if (count === 0) return;
  await recordAudit(tx, {
    actor,
    action: "grant.revoked",
    subject: { kind: "grant", id },
    accountId: grant.accountId,
    detail: { reason },
  });
}
