import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery, DeliveryAttempt } from "../core/facts";
import type { Store } from "../core/store";
import type { DrawnFault } from "./faults";
import { secretsAt, sign } from "./sign";

const answerTimeoutMs = 10_000;
/** How long a slow endpoint keeps its sender waiting here, before it counts as having given no answer in time. */
const slowMs = 400;
const staleSeconds = 3_600;

type Told = Pick<DeliveryAttempt, "status" | "response">;

/** Sends a delivery once, with the faults that befall this attempt, and says what came back. */
export async function sendOnce(store: Store, delivery: Delivery, faults: Set<DrawnFault>): Promise<DeliveryAttempt> {
  const startedAt = Date.now();
  const told = await tell(store, delivery, faults, startedAt);
  return {
    at: new Date(startedAt).toISOString(),
    status: told.status,
    response: told.response.slice(0, 500),
    durationMs: Date.now() - startedAt,
    faults: [...faults],
  };
}

async function tell(store: Store, delivery: Delivery, faults: Set<DrawnFault>, startedAt: number): Promise<Told> {
  const event = store.find("event", delivery.event);
  const endpoint = store.find("webhook_endpoint", delivery.endpoint);
  const known = store.find("endpoint_secret", delivery.endpoint);
  if (!event || !endpoint || !known) return { status: null, response: "The event or its endpoint no longer exists" };
  if (faults.has("dead_endpoint")) return { status: null, response: "Nobody answers at this address (a fault)" };
  const payload = JSON.stringify({ ...event, pending_webhooks: 1 }, null, 2);
  const timestamp = Math.floor(startedAt / 1_000) - (faults.has("stale_timestamp") ? staleSeconds : 0);
  const secrets = secretsAt(known, startedAt).map((secret) =>
    faults.has("wrong_signature") ? `${secret}_wrong` : secret,
  );
  const answer = await post(endpoint.url, {
    // Signed as a whole and cut on the way, as by a proxy that gave up.
    body: faults.has("truncate") ? payload.slice(0, Math.floor(payload.length / 2)) : payload,
    signature: sign(payload, secrets, timestamp),
  });
  if (!faults.has("slow_endpoint")) return answer;
  await sleep(slowMs, undefined, { ref: false });
  return { status: null, response: "No answer in time (a fault): the endpoint did get it" };
}

async function post(url: string, { body, signature }: { body: string; signature: string }): Promise<Told> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signature,
        "user-agent": "Stripe/1.0 (local sandbox)",
      },
      redirect: "manual",
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return { status: response.status, response: await response.text() };
  } catch (error) {
    return { status: null, response: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "No answer";
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
