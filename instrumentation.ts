import * as Sentry from "@sentry/nextjs";
import { withoutQueries } from "@/lib/core/without-queries";

/** Starts error reporting where SENTRY_DSN is set; without it nothing is loaded and nothing leaves the machine. */
export function register(): void {
  const dsn = process.env.SENTRY_DSN;
  if (!dsn) return;
  Sentry.init({
    dsn,
    sendDefaultPii: false,
    tracesSampleRate: 0.1,
    environment: process.env.GATEHOUSE_MODE ?? "production",
    beforeSend: withoutQueries,
    beforeSendTransaction: withoutQueries,
  });
}

/** Notes why a page could not be made under the id that its error page shows, and reports it where that is set up. */
export async function onRequestError(...report: Parameters<typeof Sentry.captureRequestError>): Promise<void> {
  const [error, { path, method, headers }, { routePath }] = report;
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { isUnreadForm } = await import("@/lib/web/form-request");
    // What a stranger sent in the place of a form; the front door refuses it.
    if (isUnreadForm()) return;
    const { logger } = await import("@/lib/platform/logger");
    const requestId = headers["x-request-id"] ?? null;
    logger().error({ err: error, requestId, where: `${method} ${routePath || path.split("?")[0]}` }, "a page failed");
  }
  Sentry.captureRequestError(...report);
}
