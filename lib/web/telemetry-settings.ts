import { env } from "@/lib/platform/env";

/** What the browser needs to report errors and count visits: nothing, unless whoever hosts this set the keys. */
export function telemetrySettings() {
  const { SENTRY_DSN, POSTHOG_KEY, POSTHOG_HOST } = env();
  return { sentryDsn: SENTRY_DSN ?? null, posthog: POSTHOG_KEY ? { key: POSTHOG_KEY, host: POSTHOG_HOST } : null };
}
