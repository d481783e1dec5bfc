import * as Sentry from "@sentry/nextjs";
import { withoutQueries } from "@/lib/core/without-queries";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { isUnreadForm } from "@/lib/web/form-request";

/** Starts error reporting where SENTRY_DSN is set; without it nothing leaves the machine. */
export function startErrorReports(): void {
  const { SENTRY_DSN: dsn, GATEHOUSE_MODE: environment } = env();
  if (!dsn) return;
  Sentry.init({
    dsn,
    sendDefaultPii: false,
    tracesSampleRate: 0.1,
    environment,
    beforeSend: withoutQueries,
    beforeSendTransaction: withoutQueries,
  });
}

/** Notes why a page could not be made under the id that its error page shows, and reports it where that is set up. */
export function reportPageError(...report: Parameters<typeof Sentry.captureRequestError>): void {
  const [error, { path, method, headers }, { routePath }] = report;
  // What a stranger sent in the place of a form; the front door refuses it.
  if (isUnreadForm()) return;
  const requestId = headers["x-request-id"] ?? null;
  logger().error({ err: error, requestId, where: `${method} ${routePath || path.split("?")[0]}` }, "a page failed");
  Sentry.captureRequestError(...report);
}
