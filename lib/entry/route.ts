import { randomUUID } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { z } from "zod";
import type { Actor } from "@/lib/core/actor";
import { actorId } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Access } from "@/lib/entry/access";
import { withIdempotency } from "@/lib/entry/idempotency";
import { sha256 } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { type Answer, toResponse } from "@/lib/platform/http/answer";
import { readBody } from "@/lib/platform/http/body";
import { isHeld } from "@/lib/platform/http/if-none-match";
import { problemAnswer, toAppError } from "@/lib/platform/http/problem";
import { requestSource } from "@/lib/platform/http/request-source";
import { logger } from "@/lib/platform/logger";
import { countRequest } from "@/lib/platform/metrics";
import type { ApiScope } from "@/lib/platform/module";
import { recordRefusal, refusedFor } from "@/lib/platform/refusals";
import { singleton } from "@/lib/platform/registry";
import { currentRequestId, withRequestId } from "@/lib/platform/request-context";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** What a route is: everything that its documentation, its checks and its answer are made from. */
export type RouteDeclaration<A extends Actor | null, Input, Query, Output> = {
  method: Method;
  /** The address, with `:name` for a part that varies. */
  path: string;
  /** One sentence for the reference. */
  summary: string;
  allow: Access<A>;
  /** The JSON body. A field that the schema does not know is refused by name. */
  input?: z.ZodType<Input>;
  query?: z.ZodType<Query>;
  output: z.ZodType<Output>;
  /** True where a repeat would have a second effect: the route then requires an `Idempotency-Key`. */
  mutates?: boolean;
  /** The status of success; 200 unless said otherwise. */
  status?: number;
  run: (context: RouteContext<A, Input, Query>) => Promise<Output>;
};

export type RouteContext<A, Input, Query> = {
  actor: A;
  input: Input;
  query: Query;
  params: Record<string, string>;
  request: Request;
  /** The caller's own key; empty where the route does not mutate. */
  idempotencyKey: string;
};

/** The part of a declaration that its documentation is made from. */
export type RouteDocument = {
  method: Method;
  path: string;
  summary: string;
  allow: { scope: ApiScope | null };
  input?: z.ZodType;
  query?: z.ZodType;
  output: z.ZodType;
  mutates?: boolean;
  status?: number;
};

/**
 * A handler on Web standards, as Next serves it. The fast lane of server.ts takes the very same answer before it becomes a
 * `Response`.
 */
export type RouteHandler = ((request: Request) => Promise<Response>) & {
  answer: (request: Request) => Promise<Answer>;
  declaration: RouteDocument;
};

const maxBodyBytes = 64 * 1024;

/**
 * Turns a declaration into a handler: finds out who asks, checks what they sent, runs the use-case and answers. Errors
 * become problem+json; refusals are noted where staff can see them.
 */
export function route<A extends Actor | null, Input = undefined, Query = undefined, Output = unknown>(
  declaration: RouteDeclaration<A, Input, Query, Output>,
): RouteHandler {
  const answer = (request: Request): Promise<Answer> => {
    const requestId = `req_${randomUUID().replaceAll("-", "")}`;
    return withRequestId(requestId, async () => {
      const startedAt = performance.now();
      const about: About = { accountId: null };
      const { status, headers, body } = await serve(declaration, request, about).catch((error) =>
        refuse(error, declaration, request, requestId, about),
      );
      countRequest(declaration.method, declaration.path, status, performance.now() - startedAt);
      const traceparent = request.headers.get("traceparent");
      return { status, headers: { ...headers, "X-Request-Id": requestId, ...(traceparent && { traceparent }) }, body };
    });
  };
  const handler = async (request: Request) => toResponse(await answer(request));
  return Object.assign(handler, { answer, declaration });
}

async function serve<A extends Actor | null, Input, Query, Output>(
  declaration: RouteDeclaration<A, Input, Query, Output>,
  request: Request,
  about: About,
): Promise<Answer> {
  const actor = await declaration.allow.authenticate(request);
  about.accountId = actor && "accountId" in actor ? actor.accountId : null;
  const caller = actor ? actorId(actor) : "anyone";
  if (actor) await limitRate(caller);
  const body = declaration.input ? await readBody(request, maxBodyBytes) : new Uint8Array();
  const run = async () => {
    const url = new URL(request.url);
    const output = await declaration.run({
      actor,
      input: parseJson(declaration.input, request, body) as Input,
      query: parse(declaration.query, Object.fromEntries(url.searchParams), "query") as Query,
      params: matchPath(declaration.path, url.pathname) ?? {},
      request,
      idempotencyKey: request.headers.get("idempotency-key") ?? "",
    });
    return success(request, declaration, declaration.output.parse(output));
  };
  if (!declaration.mutates) return run();
  return withIdempotency(request, caller, body, () =>
    run().catch((error) => answerRefusal(error, declaration, request, about)),
  );
}

/** Inside an idempotent mutation a meant refusal is an answer like any other: it is kept and repeated. */
async function answerRefusal(error: unknown, declaration: Served, request: Request, about: About): Promise<Answer> {
  const refusal = toAppError(error);
  if (refusal.status >= 500 || refusal.status === 429) throw error;
  return refuse(error, declaration, request, currentRequestId() ?? "", about);
}

function success(request: Request, declaration: { method: Method; status?: number }, output: unknown): Answer {
  const body = JSON.stringify(output);
  const headers = { "Content-Type": "application/json" };
  if (declaration.method !== "GET") {
    return { status: declaration.status ?? 200, headers: { ...headers, "Cache-Control": "no-store" }, body };
  }
  const etag = `"${sha256(body).slice(0, 27)}"`;
  const cached = { ...headers, "Cache-Control": "private, no-cache", ETag: etag };
  const isUnchanged = isHeld(request.headers.get("if-none-match"), etag);
  return isUnchanged ? { status: 304, headers: cached, body: null } : { status: 200, headers: cached, body };
}

type Served = { method: Method; path: string };

/** Of whom a refusal is, as soon as that is known: staff look for what was refused by customer. */
type About = { accountId: string | null };

function refuse(error: unknown, declaration: Served, request: Request, requestId: string, about: About): Answer {
  const refusal = toAppError(error);
  const where = `${declaration.method} ${declaration.path}`;
  if (refusal.status >= 500) logger().error({ err: error, requestId, where }, "a request failed");
  else if (isWorthNoting(refusal)) {
    recordRefusal({
      kind: refusal.code,
      where,
      detail: refusal.message,
      ...refusedFor(about.accountId, requestSource(request)),
    });
  }
  return problemAnswer(refusal, requestId);
}

/** An expired token is daily life and a missing one a beginner's error; the rest may be an attack or a broken client. */
function isWorthNoting(refusal: AppError): boolean {
  return !["token_expired", "unauthenticated", "idempotency_in_flight"].includes(refusal.code);
}

function parseJson<T>(schema: z.ZodType<T> | undefined, request: Request, body: Uint8Array): T | undefined {
  if (!schema) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type))
    throw new AppError("unsupported_media_type", "Send JSON: Content-Type: application/json.");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new AppError("invalid_request", "The body is not valid JSON.", { cause });
  }
  return parse(schema, value, "body");
}

function parse<T>(schema: z.ZodType<T> | undefined, value: unknown, part: string): T | undefined {
  const parsed = schema?.safeParse(value);
  if (!parsed) return undefined;
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join(".");
  throw new AppError("invalid_request", `${field || `The ${part}`}: ${issue?.message ?? "is not valid"}.`, {
    field: field || part,
  });
}

/** The varying parts of a path, or null where the address is not of this route. */
function matchPath(path: string, pathname: string): Record<string, string> | null {
  const wanted = path.split("/");
  const given = pathname.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

/** Each device may ask this often within a minute; an answer beyond that says when to come back. */
async function limitRate(caller: string): Promise<void> {
  const limiter = singleton(
    "api-limiter",
    () => new RateLimiterMemory({ points: env().API_REQUESTS_PER_MINUTE, duration: 60 }),
  );
  try {
    await limiter.consume(caller);
  } catch (rejection) {
    if (!(rejection instanceof RateLimiterRes)) throw rejection;
    throw new AppError("rate_limited", `At most ${env().API_REQUESTS_PER_MINUTE} requests a minute.`, {
      retryAfterSeconds: Math.ceil(rejection.msBeforeNext / 1000),
    });
  }
}
