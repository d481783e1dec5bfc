import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import next from "next";
import { findFastRoute, type Handler } from "@/app/surface";
import type { AppError } from "@/lib/core/errors";
import { sendConsoleToLog } from "@/lib/platform/console-to-log";
import { EnvError, env, isRehearsal, recheckEnv } from "@/lib/platform/env";
import { problemResponse, toAppError } from "@/lib/platform/http/problem";
import { requestSource } from "@/lib/platform/http/request-source";
import { logger } from "@/lib/platform/logger";
import { recordRefusal } from "@/lib/platform/refusals";
import { boot } from "@/lib/runtime/boot";
import { closeProcess } from "@/lib/runtime/close-process";
import { announceStop } from "@/lib/runtime/probes";
import { startWorker } from "@/lib/runtime/worker";
import { serveForm } from "@/lib/web/form-request";
import { openFrontDoor } from "@/lib/web/front-door";
import { localeRequestOf } from "@/lib/web/locale";
import { maintenanceAnswer } from "@/lib/web/maintenance";
import { answerOutages } from "@/lib/web/outage";
import { CompressedFiles } from "@/lib/web/static-files";

/** How long requests in flight may take to finish once the process was asked to stop. */
const drainMs = 7000;
/** How long `/readyz` says no before the door closes, so that a load balancer can notice. */
const noticeMs = 1000;

/**
 * The production entry. Routes for machines are served on the fast lane, straight from node:http; everything else goes
 * to Next, in the same process.
 */
async function main(): Promise<void> {
  if (env().MAINTENANCE === "on") return serveMaintenance();
  const isDevelopment = process.argv.includes("--dev");
  if (!isDevelopment) sendConsoleToLog();
  await boot();
  // Everything through Next, as `next start` would: what the benchmark compares the fast lane with.
  const isFast = !isDevelopment && !process.argv.includes("--no-fast-lane");
  const hostname = env().HOST ?? (isRehearsal() ? "127.0.0.1" : "0.0.0.0");
  // Only a name for Next, which compares its rewrites with it: it writes every loopback address as localhost, and a
  // rewrite to any other name would be fetched over the network, without the headers that proxy.ts set.
  // Next waits for WebSockets of its development tools on the server it is told of. In production that is one that
  // never listens: it would keep every connection that asks for one, and never answer.
  const httpServer = isDevelopment ? {} : { httpServer: createServer() };
  const app = next({ dev: isDevelopment, hostname: "localhost", port: env().PORT, ...httpServer });
  await app.prepare();
  // Next has read the .env files of this folder meanwhile; what they add is held to the same rules.
  recheckEnv();
  const serveByNext = app.getRequestHandler();
  const compressed = isFast ? new CompressedFiles(".next/static", "/_next/static") : null;

  const server = openFrontDoor({
    origin: env().GATEHOUSE_URL,
    onRefusal: noteRefusal,
    serve: (request, response) => {
      const pathname = pathnameOf(request);
      if (compressed?.serve(pathname, request, response)) return;
      const fast = isFast ? findFastRoute(request.method ?? "GET", pathname) : null;
      if (fast) void listenerOf(fast)(request, response);
      else {
        const serve = () => answerOutages(request, response, () => void serveByNext(request, response));
        serveForm({ request, response, onRefusal: noteRefusal, serve });
      }
    },
  });
  server.listen(env().PORT, hostname, () => {
    const { port } = server.address() as AddressInfo;
    logger().info({ mode: env().GATEHOUSE_MODE, port }, "ready");
  });

  const runner = env().WORKER === "on" ? await startWorker() : null;
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger().info({ signal }, "stopping");
    announceStop();
    const workerStopped = runner?.stop();
    if (!isRehearsal()) await new Promise((resolve) => setTimeout(resolve, noticeMs));
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), drainMs).unref();
    await closed;
    await app.close();
    await closeProcess(workerStopped);
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** Neither Next nor the database is started: a migration has the database to itself, whatever state it is in. */
function serveMaintenance(): void {
  const server = openFrontDoor({
    origin: env().GATEHOUSE_URL,
    serve: (request, response) => {
      request.resume();
      const { status, headers, body } = maintenanceAnswer(localeRequestOf(request));
      response.writeHead(status, headers).end(request.method === "HEAD" ? null : body);
    },
  });
  server.listen(env().PORT, env().HOST ?? (isRehearsal() ? "127.0.0.1" : "0.0.0.0"), () =>
    logger().info({ mode: env().GATEHOUSE_MODE }, "in maintenance"),
  );
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

type FetchCallback = Parameters<typeof getRequestListener>[0];
type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
const listeners = new Map<Handler, Listener>();

function listenerOf(handler: Handler): Listener {
  const known = listeners.get(handler) ?? getRequestListener(fetchOf(handler), { overrideGlobalObjects: false });
  listeners.set(handler, known);
  return known;
}

/** Where the handler can give a plain answer it is written as it is, and the bridge only provides the request. */
function fetchOf(handler: Handler): FetchCallback {
  const { answer } = handler;
  if (!answer) return (request) => handler(request).catch(answerFailure);
  return async (request, bindings) => {
    const { status, headers, body } = await answer(request);
    const outgoing = bindings.outgoing as ServerResponse;
    const length = body === null ? {} : { "Content-Length": Buffer.byteLength(body) };
    outgoing.writeHead(status, { ...headers, ...length }).end(body);
    return RESPONSE_ALREADY_SENT;
  };
}

/** Leaves a trace for staff of a request that no route got to see. Its address may be anything, so only the reason is kept. */
function noteRefusal(refusal: AppError, { headers }: IncomingMessage): void {
  const source = requestSource({ headers: new Headers({ "x-forwarded-for": String(headers["x-forwarded-for"]) }) });
  recordRefusal({ kind: refusal.code, where: "the front door", detail: refusal.message, source });
}

/** A handler without a declaration has no answer of its own for a failure of ours. */
function answerFailure(error: unknown): Response {
  const failure = toAppError(error);
  logger().error({ err: error }, "a request failed");
  return problemResponse(failure, null);
}

function pathnameOf(request: IncomingMessage): string {
  const url = request.url ?? "/";
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

main().catch((error: unknown) => {
  process.stderr.write(
    error instanceof EnvError ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
});
