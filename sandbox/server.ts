import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Control } from "./control/control";
import { MoveStopped } from "./control/move-clock";
import type { Sandbox } from "./core/sandbox";
import { Api, errorBody } from "./http/api";
import { invalidRequest, StripeError } from "./http/errors";
import { answerPage } from "./pages/answer-page";

const maxBodyBytes = 1024 * 1024;
/** Past this a sender is cut off instead of being heard out. */
const maxDiscardedBytes = 64 * 1024 * 1024;

type Answer = { status: number; headers: { [name: string]: string }; body: string };

/** The one HTTP server: the API under /v1, the control API under /_sandbox, and the pages for people. */
export function createSandboxServer(sandbox: Sandbox, control: Control): Server {
  const api = new Api(sandbox);
  return createServer((request, response) => {
    void answer(request)
      .catch(failed)
      .then((result) => send(response, result));
  });

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://sandbox");
    const method = request.method ?? "GET";
    if (!isLoopbackHost(request.headers.host))
      return json(403, { error: { message: "This sandbox serves loopback only." } });
    const body = await readBody(request);
    if (url.pathname === "/favicon.ico") return { status: 204, headers: {}, body: "" };
    if (url.pathname === "/healthz") return json(200, { status: "ok" });
    if (url.pathname.startsWith("/v1/") || url.pathname.startsWith("/v2/")) {
      return api.answer({
        method,
        path: url.pathname,
        query: url.search.slice(1),
        body,
        contentType: request.headers["content-type"],
        authorization: request.headers.authorization,
        idempotencyKey: single(request.headers["idempotency-key"]),
        stripeVersion: single(request.headers["stripe-version"]),
      });
    }
    if (method !== "GET" && isForeignOrigin(request)) {
      return json(403, { error: { message: "Requests from other sites are refused." } });
    }
    if (url.pathname.startsWith("/_sandbox/")) return json(200, await control.answer(method, url.pathname, body));
    const visit = { sandbox, control, query: url.searchParams, form: new URLSearchParams(body) };
    return (await answerPage(method, url.pathname, visit)) ?? api.answer(unknownCall(method, url.pathname));
  }
}

/** A path outside /v1 gets the API's own 501, which names what is missing, and needs no key for it. */
function unknownCall(method: string, path: string) {
  return {
    method,
    path,
    query: "",
    body: "",
    contentType: undefined,
    authorization: "Bearer sk_test_nobody",
    idempotencyKey: undefined,
    stripeVersion: undefined,
  };
}

/** Another site could point its name at 127.0.0.1; its name in the Host header gives it away. */
function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? "");
}

function isForeignOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`;
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** The whole body as text. A body over the limit is read to its end all the same, so that its sender gets the answer. */
function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      else if (bytes > maxDiscardedBytes) request.destroy();
    });
    request.on("end", () => {
      if (bytes > maxBodyBytes) reject(invalidRequest("Request body is too large: at most 1 MB is accepted."));
      else resolve(Buffer.concat(chunks).toString("utf8"));
    });
    request.on("error", reject);
    request.on("close", () => reject(invalidRequest("The request was cut off.")));
  });
}

function json(status: number, value: object): Answer {
  return { status, headers: {}, body: JSON.stringify(value, null, 2) };
}

function failed(error: unknown): Answer {
  if (error instanceof StripeError) return { status: error.status, headers: {}, body: errorBody(error) };
  if (error instanceof MoveStopped) return json(502, { error: { type: "api_error", message: error.message } });
  console.error("sandbox: unexpected error:", error);
  return json(500, { error: { type: "api_error", message: "The sandbox failed on this request. See its output." } });
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body);
}
