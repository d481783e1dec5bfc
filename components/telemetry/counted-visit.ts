import type { CaptureResult } from "posthog-js";
import { holdsToken } from "@/components/telemetry/holds-token";
import { withoutQuery } from "@/lib/core/without-queries";

/** What is told about a visit: which page, with what kind of browser, and a number that is forgotten with the window. */
const told = [
  ...["token", "distinct_id", "$session_id", "$window_id", "$insert_id", "$time", "$process_person_profile"],
  ...["$host", "$pathname", "$lib", "$lib_version", "$browser", "$os", "$device_type", "$browser_language_prefix"],
];

/**
 * What may leave the browser of an event that PostHog wants to send, or null where nothing may: only visits of pages whose
 * address can hold no token, and of those only what is listed. No referrer, nothing behind a question mark.
 */
export function toCountedVisit(event: CaptureResult | null): CaptureResult | null {
  if (event?.event !== "$pageview") return null;
  const { $current_url: address, $pathname: pathname } = event.properties;
  if (typeof address !== "string" || typeof pathname !== "string" || holdsToken(pathname)) return null;
  const properties = Object.fromEntries(Object.entries(event.properties).filter(([name]) => told.includes(name)));
  const { uuid, timestamp } = event;
  return { uuid, event: "$pageview", timestamp, properties: { ...properties, $current_url: withoutQuery(address) } };
}
