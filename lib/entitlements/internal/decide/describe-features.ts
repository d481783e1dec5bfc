import type { Decision } from "@/lib/entitlements/decide-entitlements";
import type { EntitlementsAnswer } from "@/lib/entitlements/schemas";

/** The features of a decision as the API and the leases write them. */
export function describeFeatures({ features }: Decision): EntitlementsAnswer["features"] {
  const described = Object.entries(features).map(([key, { until, ...entitlement }]) => [
    key,
    { ...entitlement, until: until?.toISOString() ?? null },
  ]);
  return Object.fromEntries(described);
}
