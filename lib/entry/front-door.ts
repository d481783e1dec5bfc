import { createServer, IncomingMessage, type Server } from "node:http";
import { AppError, isAppError } from "@/lib/core/errors";
import { cutUserAgent } from "@/lib/entry/cut-user-agent";
import { FrontResponse } from "@/lib/entry/front-response";
import { refusalAnswer } from "@/lib/entry/refusal-answer";
import { requestTarget } from "@/lib/entry/request-target";
import { securityHeaders } from "@/lib/entry/security-headers";

export type FrontDoor = {
  /** The address that people know this deployment by, e.g. `https://premium.example.org`. */
  origin: string;
  /** Gets each request that can be one of ours; its `url` is a path. */
  serve: (request: IncomingMessage, response: FrontResponse) => void;
  /** Hears of each request that nobody gets. */
  onRefusal?: (refusal: AppError, request: IncomingMessage) => void;
};

/** What some route of ours takes. Of TRACE and its like Next can't even make a request, and fails. */
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * The server that all requests come to, whoever serves them. Every answer leaves with the security headers, and what can't
 * be a request of ours is refused here with 4xx, so that nothing behind has to stand it.
 */
export function openFrontDoor({ origin, serve, onRefusal }: FrontDoor): Server {
  const { host, protocol } = new URL(origin);
  const standing = securityHeaders({ isHttps: protocol === "https:" });
  const receive = (request: IncomingMessage, response: FrontResponse) => {
    response.standing = standing;
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
  // Node would answer by itself, without the headers. We expect nothing of anybody, which RFC 9110 section 10.1.1 allows.
  server.on("checkExpectation", receive);
  return server;
}

/** Adds the connection's own peer to the addresses that the caller and the proxies wrote; only this one is certain. */
function appendPeer(request: IncomingMessage): void {
  const peer = request.socket.remoteAddress ?? "unknown";
  const claimed = request.headers["x-forwarded-for"];
  request.headers["x-forwarded-for"] = claimed ? `${claimed}, ${peer}` : peer;
  // The fast lane reads the raw headers, which repeat; a later one is appended to an earlier one.
  request.rawHeaders.push("X-Forwarded-For", peer);
}

/** Answers a request in the place of whoever would have served it. */
function refuse(refusal: AppError, request: IncomingMessage, response: FrontResponse): void {
  request.resume();
  const { status, headers, body } = refusalAnswer(refusal, request);
  const allow = refusal.code === "method_not_allowed" ? { Allow: methods.join(", ") } : {};
  response.writeHead(status, { ...headers, ...allow }).end(request.method === "HEAD" ? null : body);
}
