/** A feature that is on or off. */
type SwitchFeature = { kind: "switch" };

/**
 * A feature that is used up to a limit. What is metered here is a level: it rises when something is stored and falls
 * when it is released, and nothing resets it at the end of a period.
 */
type MeteredFeature = { kind: "metered"; unit: "MiB" };

/**
 * Everything that a plan can unlock, under the lookup key that the extension asks for. A key is public API: it is
 * never renamed. Its name and description for people are in messages, under `catalog.features`.
 */
export const features = {
  advanced_audio: { kind: "switch" },
  workflow_automation: { kind: "switch" },
  extended_storage: { kind: "metered", unit: "MiB" },
} as const satisfies Record<string, SwitchFeature | MeteredFeature>;

export type FeatureKey = keyof typeof features;
export type MeteredFeatureKey = {
  [K in FeatureKey]: (typeof features)[K]["kind"] extends "metered" ? K : never;
}[FeatureKey];
export type SwitchFeatureKey = Exclude<FeatureKey, MeteredFeatureKey>;

/** Every feature's key, in the order in which people should read them. */
export const featureKeys = Object.keys(features) as FeatureKey[];

/** True for a feature that the catalogue knows. */
export function isFeatureKey(value: string): value is FeatureKey {
  return Object.hasOwn(features, value);
}

/** True for a feature that has a limit rather than a switch. */
export function isMetered(feature: FeatureKey): feature is MeteredFeatureKey {
  return features[feature].kind === "metered";
}
