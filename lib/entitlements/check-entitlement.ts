import { type FeatureKey, featureKeys, isFeatureKey, isMetered } from "@/lib/catalog/features";
import { AppError } from "@/lib/core/errors";
import { type Decision, decideEntitlements } from "@/lib/entitlements/decide-entitlements";
import { loadFacts, loadFactsWithoutUsage } from "@/lib/entitlements/internal/decide/load-facts";
import type { CheckEntitlementInput, EntitlementDecision } from "@/lib/entitlements/schemas";

/**
 * May this person use this feature of the account's plan, or this much more of it? With `explain` the answer shows how it
 * came about.
 * @throws AppError `unknown_feature`, `invalid_request` for an amount of a feature that is not metered
 */
export async function checkEntitlement(
  asker: { accountId: string; userId: string },
  input: CheckEntitlementInput,
  options: { explain?: boolean } = {},
): Promise<EntitlementDecision> {
  const feature = requireFeature(input.feature);
  if (input.amount !== undefined && !isMetered(feature)) {
    throw new AppError("invalid_request", `${feature} is not metered: leave the amount out.`, { field: "amount" });
  }
  const facts = await (isMetered(feature) ? loadFacts(asker) : loadFactsWithoutUsage(asker));
  const decision = decideEntitlements(facts);
  const { active, reason, until, limit = 0, used = 0 } = decision.features[feature];
  const fits = !isMetered(feature) || used + (input.amount ?? 1) <= limit;
  return {
    allowed: active && fits,
    reason: active && !fits ? "limit_reached" : reason,
    until: until?.toISOString() ?? null,
    ...(options.explain && { trace: explain(decision, facts.now) }),
  };
}

/** The feature with this key. @throws AppError `unknown_feature`, naming those that there are */
export function requireFeature(key: string): FeatureKey {
  if (isFeatureKey(key)) return key;
  throw new AppError(
    "unknown_feature",
    `There is no feature ${JSON.stringify(key)}. There are: ${featureKeys.join(", ")}.`,
    {
      field: "feature",
    },
  );
}

function explain(decision: Decision, now: Date): EntitlementDecision["trace"] {
  return {
    now: now.toISOString(),
    plan: decision.plan,
    seats: decision.seats,
    has_seat: decision.hasSeat,
    steps: decision.trace.map(({ until, changesAt, ...step }) => ({
      ...step,
      until: until?.toISOString() ?? null,
      changes_at: changesAt?.toISOString() ?? null,
    })),
    changes_at: decision.changesAt?.toISOString() ?? null,
  };
}
