import type { MetadataChange } from "../http/params";

/** Applies a change as Stripe does: keys are merged, an empty value removes its key, null removes them all. */
export function mergeMetadata(
  before: Record<string, string>,
  change: MetadataChange | null | undefined,
): Record<string, string> {
  if (change === undefined) return before;
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ""));
}
