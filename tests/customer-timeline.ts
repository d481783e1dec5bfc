import type { TimelineSubject } from "@/lib/platform/timeline";
import { timelineSources } from "@/lib/runtime/timeline";
import { getTimeline, type Timeline } from "@/lib/success/get-timeline";

/** A customer's timeline as the page of staff shows it: from the sources of all modules. */
export function customerTimeline(
  subject: TimelineSubject,
  options?: Parameters<typeof getTimeline>[2],
): Promise<Timeline> {
  return getTimeline(timelineSources, subject, options);
}

/** The names of all sources, in the order of their entries at one instant. */
export const sourceNames = timelineSources.map(({ name }) => name);
