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
    beforeSend: withoutQuery,
    beforeSendTransaction: withoutQuery,
  });
}

/** An address of ours can carry a token that signs somebody in: what stands behind its question mark is not reported. */
function withoutQuery<E extends Sentry.Event>(event: E): E {
  if (event.request) {
    delete event.request.query_string;
    event.request.url = event.request.url?.split("?")[0];
  }
  return event;
}

export const onRequestError = Sentry.captureRequestError;
