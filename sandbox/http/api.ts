import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "../core/ids";
import type { Sandbox } from "../core/sandbox";
import { apiVersion, type Tx } from "../core/tx";
import { allEndpoints } from "../resources/all-endpoints";
import { requireTestKey } from "./authenticate";
import type { Endpoint } from "./endpoint";
import { notInSandbox, StripeError } from "./errors";
import { expand, readExpand } from "./expand";
import { parseForm } from "./form";
import { findRecordedAnswer, fingerprintOf, keyInUse, recordAnswer, requireValidKey } from "./idempotency";

export type ApiRequest = {
  method: string;
  path: string;
  query: string;
  body: string;
  contentType: string | undefined;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  stripeVersion: string | undefined;
};
export type ApiAnswer = { status: number; headers: { [name: string]: string }; body: string };

type Route = { endpoint: Endpoint; pattern: RegExp };

/** By method and first words of the path, so that a request is compared with few patterns. */
const routes = new Map<string, Route[]>();
for (const endpoint of allEndpoints) {
  const route = { endpoint, pattern: new RegExp(`^${endpoint.path.replace(/:\w+/g, "([^/]+)")}$`) };
  const group = groupOf(endpoint.method, endpoint.path);
  routes.set(group, [...(routes.get(group) ?? []), route]);
}

function groupOf(method: string, path: string): string {
  return `${method} ${path.split("/", 3).join("/")}`;
}

/** Answers calls of the API. Whatever comes in, the answer has Stripe's shape. */
export class Api {
  readonly #sandbox: Sandbox;
  readonly #keysInFlight = new Set<string>();

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async answer(request: ApiRequest): Promise<ApiAnswer> {
    const requestId = newId("req", 14);
    const headers: ApiAnswer["headers"] = {
      "request-id": requestId,
      "stripe-version": request.stripeVersion ?? apiVersion,
      ...(request.idempotencyKey ? { "idempotency-key": request.idempotencyKey } : {}),
    };
    try {
      const answer = await this.#run(request, requestId);
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      const refusal = error instanceof StripeError ? error : unexpected(error);
      const retry: ApiAnswer["headers"] = refusal.status === 501 ? { "stripe-should-retry": "false" } : {};
      return { status: refusal.status, headers: { ...headers, ...retry }, body: errorBody(refusal) };
    }
  }

  async #run(request: ApiRequest, requestId: string): Promise<ApiAnswer> {
    requireTestKey(request.authorization);
    const { endpoint, ids } = findRoute(request);
    const { expand: expandValue, ...values } = readParameters(request);
    const paths = readExpand(expandValue);
    const latencyMs = this.#sandbox.store.find("faults", "faults")?.api_latency_ms ?? 0;
    const key = request.method === "POST" ? request.idempotencyKey : undefined;
    if (!key) {
      if (latencyMs > 0) await sleep(latencyMs);
      const run = endpoint.prepare(values);
      const event = { id: requestId, idempotencyKey: null };
      return this.#sandbox.change(event, (tx) => toAnswer(tx, run(tx, ...ids), paths));
    }
    requireValidKey(key);
    if (this.#keysInFlight.has(key)) throw keyInUse(key);
    this.#keysInFlight.add(key);
    try {
      const fingerprint = fingerprintOf(request.method, request.path, request.body);
      const recorded = findRecordedAnswer(this.#sandbox.store, key, fingerprint);
      if (recorded) {
        const replayed = { "idempotent-replayed": "true", "original-request": recorded.requestId };
        return { status: recorded.status, headers: replayed, body: recorded.body };
      }
      if (latencyMs > 0) await sleep(latencyMs);
      // Parameters are checked before anything is recorded: a corrected request may use the same key.
      const run = endpoint.prepare(values);
      return this.#runOnce({ key, fingerprint, requestId }, (tx) => toAnswer(tx, run(tx, ...ids), paths));
    } finally {
      this.#keysInFlight.delete(key);
    }
  }

  /** The change and the record of its answer commit together; a refusal changes nothing but is recorded too. */
  #runOnce(
    { key, fingerprint, requestId }: { key: string; fingerprint: string; requestId: string },
    run: (tx: Tx) => ApiAnswer,
  ): ApiAnswer {
    const { store } = this.#sandbox;
    const origin = { id: requestId, idempotencyKey: key };
    try {
      return this.#sandbox.change(origin, (tx) => {
        const answer = run(tx);
        recordAnswer(store, key, { fingerprint, status: answer.status, body: answer.body, requestId });
        return answer;
      });
    } catch (error) {
      if (error instanceof StripeError && error.status < 500) {
        const { status } = error;
        store.transaction(() => recordAnswer(store, key, { fingerprint, status, body: errorBody(error), requestId }));
      }
      throw error;
    }
  }
}

function findRoute({ method, path }: ApiRequest): { endpoint: Endpoint; ids: [string, string] } {
  for (const { endpoint, pattern } of routes.get(groupOf(method, path)) ?? []) {
    const match = pattern.exec(path);
    if (match) return { endpoint, ids: [decodeId(match[1] ?? ""), decodeId(match[2] ?? "")] };
  }
  throw notInSandbox(`${method} ${path.slice(0, 200)}`);
}

function decodeId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function readParameters(request: ApiRequest) {
  const isForm = !request.contentType || request.contentType.startsWith("application/x-www-form-urlencoded");
  if (request.body !== "" && !isForm) {
    throw new StripeError(400, {
      type: "invalid_request_error",
      message: `Invalid request: expected a body of type application/x-www-form-urlencoded, got ${request.contentType}.`,
    });
  }
  return parseForm([request.query, request.body].filter((part) => part !== "").join("&"));
}

/** A refusal that was returned is answered like one that was thrown, but what was written on the way is kept. */
function toAnswer(tx: Tx, result: object, paths: string[]): ApiAnswer {
  if (result instanceof StripeError) return { status: result.status, headers: {}, body: errorBody(result) };
  return { status: 200, headers: {}, body: JSON.stringify(expand(tx, result, paths), null, 2) };
}

export function errorBody(error: StripeError): string {
  return JSON.stringify({ error: error.body }, null, 2);
}

/** A defect of the sandbox: told plainly, and kept out of the answer. */
function unexpected(error: unknown): StripeError {
  console.error("sandbox: unexpected error:", error);
  return new StripeError(500, {
    type: "api_error",
    message: "The sandbox failed on this request. That is a defect of the sandbox; its output says more.",
  });
}
