import { toPublicId } from "@/lib/core/ids";
import { type Decision, decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { describeFeatures } from "@/lib/entitlements/internal/decide/describe-features";
import { loadFacts } from "@/lib/entitlements/internal/decide/load-facts";
import { issueLease } from "@/lib/entitlements/issue-lease";
import type { EntitlementsAnswer } from "@/lib/entitlements/schemas";

/** What the account may use now, or this one of its people, as pages show it. @throws AppError `not_found` */
export async function getDecision(accountId: string, userId: string | null = null): Promise<Decision> {
  return decideEntitlements(await loadFacts({ accountId, userId }));
}

/** What each of an account's people may use now, from one look. @throws AppError `not_found` */
export async function getDecisions(accountId: string): Promise<(userId: string) => Decision> {
  const facts = await loadFacts({ accountId });
  return (userId) => decideEntitlements({ ...facts, person: userId });
}

/**
 * What the account may use now, as the API answers one of its devices, with that device's lease. With `isFresh` the lease
 * is signed anew.
 * @throws AppError `not_found`, `device_revoked`
 */
export async function getEntitlements(
  device: { accountId: string; deviceId: string },
  options: { isFresh?: boolean } = {},
): Promise<EntitlementsAnswer> {
  const { accountId } = device;
  const { decision, lease } = await issueLease(device, options);
  return {
    object: "entitlements",
    account: toPublicId("account", accountId),
    plan: decision.plan,
    status: decision.status,
    features: describeFeatures(decision),
    lease: lease && { token: lease.token, keys: lease.keys },
    renewAfter: (lease?.renewAfter ?? decision.renewAfter).toISOString(),
  };
}
