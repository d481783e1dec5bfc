import type { IncomingMessage, ServerResponse } from "node:http";
import { toFetchResponse, toReqRes } from "fetch-to-node";
import { isSecureOrigin } from "@/lib/identity/internal/cookies";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { requestSource } from "@/lib/platform/http/request-source";

const maxBodyBytes = 64 * 1024;
/** Headers about one connection, which a Web response does not have. */
const connectionHeaders = ["connection", "keep-alive", "transfer-encoding"];

/**
 * Runs a handler made for `node:http` on a Web request. The handler always sees our configured origin, whatever the
 * Host header says, and the few facts of a socket that Koa reads: whether it is encrypted, and who is at its other end.
 * @throws AppError `body_too_large`
 */
export async function runNodeHandler(
  request: Request,
  handler: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown,
): Promise<Response> {
  const { incoming, outgoing } = toNode(request, await readBody(request, maxBodyBytes));
  const failed = new Promise<never>((_, reject) => {
    Promise.resolve(handler(incoming, outgoing)).catch(reject);
  });
  const response = await Promise.race([toFetchResponse(outgoing), failed]);
  for (const name of connectionHeaders) response.headers.delete(name);
  return response;
}

/** The Node objects of a Web request whose body was read; without one, for a library that looks at headers alone. */
export function toNode(
  request: Request,
  body: Uint8Array = new Uint8Array(),
): { incoming: IncomingMessage; outgoing: ServerResponse } {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set("host", new URL(env().GATEHOUSE_URL).host);
  // Without a length a library takes the request for one without a body.
  if (body.byteLength > 0) headers.set("content-length", String(body.byteLength));
  else headers.delete("content-length");
  const { req, res } = toReqRes(
    new Request(`${env().GATEHOUSE_URL}${url.pathname}${url.search}`, {
      method: request.method,
      headers,
      body: body.byteLength > 0 ? Buffer.from(body) : null,
    }),
  );
  const socket = { encrypted: isSecureOrigin(), remoteAddress: requestSource(request) };
  Object.defineProperty(req, "socket", { value: socket });
  return { incoming: req, outgoing: res };
}
