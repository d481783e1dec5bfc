import type { IncomingMessage, ServerResponse } from "node:http";
import { toFetchResponse, toReqRes } from "fetch-to-node";
import { isSecureOrigin } from "@/lib/identity/internal/cookies";
import { requestSource } from "@/lib/identity/request-source";
import { env } from "@/lib/platform/env";

/**
 * Runs a handler made for `node:http` on a Web request. The handler always sees our configured origin, whatever the
 * Host header says, and the few facts of a socket that Koa reads: whether it is encrypted, and who is at its other end.
 */
export async function runNodeHandler(
  request: Request,
  handler: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown,
): Promise<Response> {
  const { incoming, outgoing } = toNode(request);
  const failed = new Promise<never>((_, reject) => {
    Promise.resolve(handler(incoming, outgoing)).catch(reject);
  });
  return Promise.race([toFetchResponse(outgoing), failed]);
}

/** The Node objects of a Web request, for a library that only reads them. */
export function toNode(request: Request): { incoming: IncomingMessage; outgoing: ServerResponse } {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set("host", new URL(env().GATEHOUSE_URL).host);
  const bodied = request.method !== "GET" && request.method !== "HEAD";
  const { req, res } = toReqRes(
    new Request(`${env().GATEHOUSE_URL}${url.pathname}${url.search}`, {
      method: request.method,
      headers,
      body: bodied ? request.body : null,
      ...(bodied && { duplex: "half" }),
    }),
  );
  const socket = { encrypted: isSecureOrigin(), remoteAddress: requestSource(request) };
  Object.defineProperty(req, "socket", { value: socket });
  return { incoming: req, outgoing: res };
}
