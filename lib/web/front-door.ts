import { createServer, IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { AppError, isAppError } from "@/lib/core/errors";
import { systemNow } from "@/lib/platform/clock";
import { cutUserAgent } from "@/lib/web/cut-user-agent";
import { FrontResponse } from "@/lib/web/front-response";
import { refusalAnswer } from "@/lib/web/refusal-answer";
import { requestTarget } from "@/lib/web/request-target";
import { securityHeaders } from "@/lib/web/security-headers";

export type FrontDoor = {
  /** The address that people know this deployment by, e.g. `https://premium.example.org`. */
  origin: string;
  /** Gets each request that can be one of ours; its `url` is a path. */
  serve: (request: IncomingMessage, response: FrontResponse) => void;
  /** Called for each request that is refused here. */
  onRefusal?: (refusal: AppError, request: IncomingMessage) => void;
};

/** The methods of our routes. For others, such as TRACE, Next can't construct a request, and fails. */
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * The only HTTP server: every request passes it before a route, Next or a static file answers. Every answer carries the
 * security headers, also those to what Node's HTTP parser can't read. What can't be a request of ours is refused here with
 * 4xx, so that the code behind never sees it.
 */
export function openFrontDoor({ origin, serve, onRefusal }: FrontDoor): Server {
  const { host, protocol } = new URL(origin);
  const standing = securityHeaders({ isHttps: protocol === "https:" });
  const pending = new WeakMap<Duplex, Set<FrontResponse>>();
  const receive = (request: IncomingMessage, response: FrontResponse) => {
    response.standing = standing;
    const ofConnection = pending.get(request.socket) ?? new Set();
    pending.set(request.socket, ofConnection.add(response));
    response.once("close", () => ofConnection.delete(response));
    appendPeer(request);
    cutUserAgent(request);
    try {
      if (!methods.includes(request.method ?? "")) {
        throw new AppError("method_not_allowed", "Nothing here takes this method.");
      }
      request.url = requestTarget(request.url ?? "", host);
    } catch (error) {
      if (!isAppError(error)) throw error;
      onRefusal?.(error, request);
      return refuse(error, request, response);
    }
    serve(request, response);
  };
  const server = createServer({ IncomingMessage, ServerResponse: FrontResponse }, receive);
  // Node's own answer, 417, has no security headers. RFC 9110 section 10.1.1 lets a server ignore an unknown expectation.
  server.on("checkExpectation", receive);
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const isAnswering = [...(pending.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (socket.writable && error.code !== "ECONNRESET" && !isAnswering) {
      socket.write(parserErrorAnswer(error.code, standing));
    }
    socket.destroy();
  });
  return server;
}

/** The statuses that Node itself would answer its parser's errors with; any other error is 400. */
const parserErrors = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", 408],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", 413],
  ["HPE_HEADER_OVERFLOW", 431],
]);

/** A response without a body, as bytes (RFC 9112): there is no request that a `ServerResponse` could answer. */
function parserErrorAnswer(code: string | undefined, standing: Record<string, string>): string {
  const status = parserErrors.get(code ?? "") ?? 400;
  const headers = { ...standing, Date: systemNow().toUTCString(), "Content-Length": 0, Connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", ""].join("\r\n");
}

/** Adds the connection's own peer to the addresses that the caller and the proxies wrote; only this one is certain. */
function appendPeer(request: IncomingMessage): void {
  const peer = request.socket.remoteAddress ?? "unknown";
  const claimed = request.headers["x-forwarded-for"];
  request.headers["x-forwarded-for"] = claimed ? `${claimed}, ${peer}` : peer;
  // The fast lane reads the raw headers, which repeat; a later one is appended to an earlier one.
  request.rawHeaders.push("X-Forwarded-For", peer);
}

/** Answers a request that is not served. */
function refuse(refusal: AppError, request: IncomingMessage, response: FrontResponse): void {
  request.resume();
  const { status, headers, body } = refusalAnswer(refusal, request);
  const allow = refusal.code === "method_not_allowed" ? { Allow: methods.join(", ") } : {};
  response.writeHead(status, { ...headers, ...allow }).end(request.method === "HEAD" ? null : body);
}
