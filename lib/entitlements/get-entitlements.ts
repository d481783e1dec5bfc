import { toPublicId } from "@/lib/core/ids";
import { type Decision, decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { loadFacts } from "@/lib/entitlements/internal/load-facts";
import type { EntitlementsAnswer } from "@/lib/entitlements/schemas";

/** What the account may use now, as pages show it. @throws AppError `not_found` */
export async function getDecision(accountId: string): Promise<Decision> {
  return decideEntitlements(await loadFacts(accountId));
}

/** What the account may use now, as the API answers it. @throws AppError `not_found` */
export async function getEntitlements(accountId: string): Promise<EntitlementsAnswer> {
  const decision = await getDecision(accountId);
  const features = Object.entries(decision.features).map(([key, { until, ...entitlement }]) => [
    key,
    { ...entitlement, until: until?.toISOString() ?? null },
  ]);
  return {
    object: "entitlements",
    account: toPublicId("account", accountId),
    plan: decision.plan,
    status: decision.status,
    features: Object.fromEntries(features),
    renewAfter: decision.renewAfter.toISOString(),
  };
}
