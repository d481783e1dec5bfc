import { createHmac } from "node:crypto";
import type { EndpointSecret } from "../core/facts";

/**
 * A `Stripe-Signature` header for a payload, with one `v1` for each secret: while one is rolled, the old one's as well.
 * `timestamp` is the machine's time in seconds: signatures never travel in time.
 * Source: https://docs.stripe.com/webhooks#verify-manually
 */
export function sign(payload: string, secrets: readonly string[], timestamp: number): string {
  const signatures = secrets.map((secret) =>
    createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex"),
  );
  return [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join(",");
}

/** The secrets an endpoint's signatures are made with at `nowMs` of the machine's time, the newest first. */
export function secretsAt({ secret, previous = [] }: EndpointSecret, nowMs: number): string[] {
  return [secret, ...previous.filter(({ expiresAtMs }) => expiresAtMs > nowMs).map((old) => old.secret)];
}
