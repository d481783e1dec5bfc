import { createHmac } from "node:crypto";

/**
 * A `Stripe-Signature` header for a payload. `timestamp` is the machine's time in seconds: signatures never travel in
 * time. Source: https://docs.stripe.com/webhooks#verify-manually
 */
export function sign(payload: string, secret: string, timestamp: number): string {
  const signature = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}
