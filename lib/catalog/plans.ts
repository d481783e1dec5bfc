import type { FeatureKey, MeteredFeatureKey, SwitchFeatureKey } from "@/lib/catalog/features";

/** The plans, from least to most: where an account has a right to several, the later one counts. */
export const planKeys = ["free", "pro", "team"] as const;
export type PlanKey = (typeof planKeys)[number];
export type PaidPlanKey = Exclude<PlanKey, "free">;

/** Days of trial that an account gets with its first subscription. */
export const trialDays = 14;

/** What a plan unlocks. Every feature is named, so that a new one can't be forgotten in any plan. */
type PlanFeatures = Record<SwitchFeatureKey, boolean> & Record<MeteredFeatureKey, number>;

export type Plan = {
  key: PlanKey;
  /** Days of trial with an account's first subscription; 0 where there is nothing to try. */
  trialDays: number;
  /** How many seats one subscription has; Stripe's `quantity`. */
  seats: { min: number; max: number };
  /** How many browsers can be connected at once, for each seat. */
  devices: number;
  /** Switches as booleans; metered features as the limit per account, in the feature's own unit. */
  features: PlanFeatures;
};

/** What is on sale. Names and descriptions for people are in messages, under `catalog.plans`. */
export const plans: Record<PlanKey, Plan> = {
  free: {
    key: "free",
    trialDays: 0,
    seats: { min: 1, max: 1 },
    devices: 2,
    features: { advanced_audio: false, workflow_automation: false, extended_storage: 50 },
  },
  pro: {
    key: "pro",
    trialDays,
    seats: { min: 1, max: 1 },
    devices: 5,
    features: { advanced_audio: true, workflow_automation: true, extended_storage: 5_120 },
  },
  team: {
    key: "team",
    trialDays,
    seats: { min: 2, max: 100 },
    devices: 5,
    features: { advanced_audio: true, workflow_automation: true, extended_storage: 51_200 },
  },
};

/** The plans that cost money. */
export const paidPlanKeys: readonly PaidPlanKey[] = ["pro", "team"];

/** True for a plan that the catalogue knows. Anything else gives no access. */
export function isPlanKey(value: string | null | undefined): value is PlanKey {
  return value != null && Object.hasOwn(plans, value);
}

/** True when this plan unlocks the feature: its switch is on, or its limit is above zero. */
export function planIncludes(plan: PlanKey, feature: FeatureKey): boolean {
  const value = plans[plan].features[feature];
  return typeof value === "number" ? value > 0 : value;
}

/** The plan's limit of a metered feature, in the feature's own unit; null for a switch. */
export function featureLimit(plan: PlanKey, feature: FeatureKey): number | null {
  const value = plans[plan].features[feature];
  return typeof value === "number" ? value : null;
}

/** How many browsers an account with this plan and this many seats can have connected at once. */
export function deviceLimit(plan: PlanKey, seats: number): number {
  return plans[plan].devices * Math.max(seats, plans[plan].seats.min);
}

/** The plan that gives more; either, where they are the same. */
export function higherPlan(left: PlanKey, right: PlanKey): PlanKey {
  return planKeys.indexOf(left) >= planKeys.indexOf(right) ? left : right;
}
