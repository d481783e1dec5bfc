import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { ensureUser } from "@/lib/accounts/users";
import { applyCatalog } from "@/lib/billing/catalog-sync";
import type { Actor } from "@/lib/core/actor";
import { moveDemoClock } from "@/lib/demo/demo-clock";
import { stripeWebhook } from "@/lib/entry/webhook";
import { backgroundIdle } from "@/lib/platform/background";
import { setClockOffset } from "@/lib/platform/clock";
import { db, transaction } from "@/lib/platform/db";
import { demoSecrets } from "@/lib/platform/demo-secrets";
import { stripe } from "@/lib/platform/stripe";
import { newAddress } from "@/tests/mailbox";
import { type RunningSandbox, startSandbox } from "../sandbox/testing/start-sandbox";

/** A request of ours on its way to the sandbox. */
export type StripeCall = { method: string; path: string };

export type Verdict = "pass" | "lose_answer" | "down" | "fail" | Refusal;

/** An answer in Stripe's name, with which nothing was done. */
export type Refusal = { status: number; type: string; code?: string };

/** What the network does to our requests; tests change it as they go. */
export type Network = {
  /** Decides before a request is sent: `lose_answer` lets Stripe do it and drops the answer, `down` sends nothing, `fail`
   * answers 500, does nothing, and answers the same for ever under that idempotency key, as Stripe does. */
  before: (call: StripeCall) => Verdict | Promise<Verdict>;
  /** Runs after Stripe has answered and before we get to see it. */
  after: (call: StripeCall) => Promise<void>;
  /** Every request that reached Stripe, oldest first, e.g. `POST /v1/customers`. */
  log: string[];
  /** Idempotency keys under which Stripe keeps a failure of its own. */
  failedKeys: Set<string>;
};

export type BillingWorld = {
  sandbox: RunningSandbox;
  network: Network;
  /** A new person with an account of their own, as the actor that they are. */
  newCustomer: () => Promise<Extract<Actor, { kind: "customer" }>>;
  /** Waits until every delivery was made and everything it set off has finished. */
  settled: () => Promise<void>;
  /** Brings the network back to what networks should be. */
  calm: () => void;
  stop: () => Promise<void>;
};

/**
 * Starts a local Stripe with our catalogue in it, a network in between that can misbehave, and, unless told otherwise,
 * our webhook for it to deliver to. Call it once per test file, before anything asks for the environment.
 */
export async function startBillingWorld(options: { webhooks?: boolean } = {}): Promise<BillingWorld> {
  const app = await listen(getRequestListener(serveApp, { overrideGlobalObjects: false }));
  const webhook = { url: `${originOf(app)}/api/webhooks/stripe`, secret: demoSecrets.STRIPE_WEBHOOK_SECRET };
  const sandbox = await startSandbox({
    ...(options.webhooks !== false && { webhook }),
    app: { url: originOf(app), controlSecret: demoSecrets.SANDBOX_CONTROL_SECRET },
  });
  const network: Network = { before: () => "pass", after: async () => undefined, log: [], failedKeys: new Set() };
  const proxy = await listen((request, response) => void pass(request, response, sandbox.url, network));
  process.env.STRIPE_API_BASE = originOf(proxy);
  await db().instance.upsert({ where: { id: 1 }, create: { id: 1, mode: "test" }, update: {} });
  setClockOffset((await sandbox.now()).getTime() - Date.now());
  await applyCatalog();
  const settled = async () => {
    await sandbox.deliveriesSettled();
    await backgroundIdle();
  };
  return {
    sandbox,
    network,
    newCustomer,
    settled,
    calm: () => Object.assign(network, { before: () => "pass", after: async () => undefined, log: [] }),
    stop: async () => {
      await sandbox.stop();
      await backgroundIdle();
      await Promise.all([app, proxy].map(close));
    },
  };
}

/** A delivery of this body to our webhook, signed as Stripe would, or as `sign` says. */
export function delivery(
  body: string,
  sign: { secret?: string; timestamp?: number; header?: string | null } = {},
): Request {
  const { secret = demoSecrets.STRIPE_WEBHOOK_SECRET, timestamp } = sign;
  const header =
    sign.header === undefined
      ? stripe().webhooks.generateTestHeaderString({ payload: body, secret, ...(timestamp && { timestamp }) })
      : sign.header;
  return new Request("http://127.0.0.1/api/webhooks/stripe", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...(header !== null && { "Stripe-Signature": header }) },
  });
}

async function newCustomer(): Promise<Extract<Actor, { kind: "customer" }>> {
  const { id: userId } = await transaction((tx) => ensureUser(tx, { email: newAddress(), locale: "en" }));
  const { accountId } = await db().membership.findFirstOrThrow({ where: { userId } });
  return { kind: "customer", userId, accountId };
}

function serveApp(request: Request): Promise<Response> {
  return new URL(request.url).pathname === "/api/demo/clock" ? moveDemoClock(request) : stripeWebhook(request);
}

async function pass(request: IncomingMessage, response: ServerResponse, target: string, network: Network) {
  const call = { method: request.method ?? "GET", path: (request.url ?? "/").split("?")[0] ?? "/" };
  const verdict = await network.before(call);
  if (verdict === "down") return request.socket.destroy();
  const key = request.headers["idempotency-key"];
  const isReplay = typeof key === "string" && network.failedKeys.has(key);
  if (verdict === "fail" && typeof key === "string") network.failedKeys.add(key);
  if (isReplay || verdict === "fail") return refuse(response, { status: 500, type: "api_error" }, isReplay);
  if (typeof verdict === "object") return refuse(response, verdict);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  network.log.push(`${call.method} ${call.path}`);
  const answer = await fetch(`${target}${request.url}`, {
    method: call.method,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => kept.has(name))) as HeadersInit,
    ...(call.method === "POST" && { body: Buffer.concat(chunks) }),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  await network.after(call);
  if (verdict === "lose_answer") return request.socket.destroy();
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "application/json",
    ...(answer.headers.has("stripe-should-retry") && {
      "stripe-should-retry": answer.headers.get("stripe-should-retry") ?? "",
    }),
  });
  response.end(body);
}

function refuse(response: ServerResponse, { status, ...error }: Refusal, isReplay = false): void {
  response.writeHead(status, {
    "content-type": "application/json",
    ...(isReplay && { "idempotent-replayed": "true" }),
    // A rate limit is answered at once here, so that no test waits for the SDK's patience.
    ...(status === 429 && { "stripe-should-retry": "false" }),
  });
  response.end(JSON.stringify({ error: { ...error, message: "The test refuses this." } }));
}

const kept = new Set(["authorization", "content-type", "idempotency-key", "stripe-version", "user-agent"]);

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
