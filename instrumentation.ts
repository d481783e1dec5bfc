import * as Sentry from "@sentry/nextjs";

/** Starts error reporting where SENTRY_DSN is set; without it nothing is loaded and nothing leaves the machine. */
export function register(): void {
  const dsn = process.env.SENTRY_DSN;
  if (!dsn) return;
  Sentry.init({
    dsn,
    sendDefaultPii: false,
    tracesSampleRate: 0.1,
    environment: process.env.GATEHOUSE_MODE ?? "production",
  });
}

export const onRequestError = Sentry.captureRequestError;
