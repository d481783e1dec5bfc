import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import NextAuth, { type getServerSession } from "next-auth";
import { AppError, isAppError } from "@/lib/core/errors";
import { authOptions } from "@/lib/identity/auth-options";
import { cookieName, isSecureOrigin, parseCookies } from "@/lib/identity/internal/cookies";
import { redirectTo, withCookie } from "@/lib/identity/internal/form-handler";
import { runNodeHandler } from "@/lib/identity/internal/oauth/node-bridge";
import { rememberBrowser } from "@/lib/identity/internal/sign-in/known-browser";
import { isHandedOver, nextAuthSecret } from "@/lib/identity/internal/sign-in/one-time-token";
import { outsideProviderIds } from "@/lib/identity/outside-sign-in";
import { endSession, findUserByCookies, sessionCookieName } from "@/lib/identity/session";
import { unlessOutage } from "@/lib/platform/database-outage";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { problemResponse } from "@/lib/platform/http/problem";
import { requestSource } from "@/lib/platform/http/request-source";
import { recordRefusal } from "@/lib/platform/refusals";
import { currentRequestId } from "@/lib/platform/request-context";

/** What next-auth's handler for Pages-style routes takes; its types are Next's, which only pages may import. */
type PagesArguments = Extract<Parameters<typeof getServerSession>, [{ query: unknown }, ...unknown[]]>;
type PagesRequest = PagesArguments[0];
type PagesResponse = PagesArguments[1];

const prefix = "/api/auth/";
const maxBodyBytes = 16 * 1024;

/**
 * Serves those parts of `/api/auth/…` that are used here; the rest of next-auth answers 404. So it can't be made to send
 * mails past our limits, nor to write into our log.
 */
export async function handleAuth(request: Request): Promise<Response> {
  const action = findUsedAction(new URL(request.url).pathname);
  const where = action ? `${prefix}${action}` : "/api/auth";
  try {
    return await runAction(request, action, where);
  } catch (error) {
    if (!isAppError(error)) throw error;
    recordRefusal({ kind: error.code, where, detail: error.message, source: requestSource(request) });
    return error.code === "cross_site"
      ? redirectTo("/sign-in?error=Verification")
      : problemResponse(error, currentRequestId());
  }
}

/** What of next-auth is used: the ways back from a mail and from a provider, and its own redirects after a failure. */
function findUsedAction(pathname: string): string | null {
  const callbacks = ["email", ...outsideProviderIds()].map((provider) => `callback/${provider}`);
  return [...callbacks, "signin", "error"].find((action) => pathname === `${prefix}${action}`) ?? null;
}

/**
 * Runs next-auth without telling it who is signed in already: it would link an outside identity to that person, whoever
 * it belongs to. So the identity itself or its checked address decides, and the session before ends once there is a new one.
 * @throws DatabaseOutage; AppError `body_too_large`, `not_found`, and `cross_site` for a token that another browser was given
 */
async function runAction(request: Request, action: string | null, where: string): Promise<Response> {
  // Nothing here takes a body; it is read so that one that is too large is refused for what it is.
  await readBody(request, maxBodyBytes);
  if (!action || request.method !== "GET") throw new AppError("not_found", "This part of next-auth is not used here.");
  const cookies = parseCookies(request.headers.get("cookie"));
  if (action === "callback/email" && !isHandedOver(queryOf(request).token ?? "", cookies)) {
    throw new AppError("cross_site", "A sign-in came too late, or to a browser that it was not approved for.");
  }
  // next-auth also takes the pieces of a session cookie, whose names go on after this one.
  for (const name of [...cookies.keys()]) if (name.startsWith(sessionCookieName())) cookies.delete(name);
  const response = await runNextAuth(request, {}, cookies);
  const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith(`${sessionCookieName()}=`));
  if (session) {
    await endSession(request);
    const person = await findUserByCookies(session);
    if (person) withCookie(response, rememberBrowser(request.headers.get("cookie"), person.email));
  }
  noteFailure(response, request, where);
  return response;
}

/** The query as next-auth reads it: of two values with one name the last. */
function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/**
 * Starts a sign-in with Google or GitHub from a form of ours. next-auth wants its own double-submit token, which a page
 * without scripts can't fetch; the caller has checked the origin, which proves the same, so one is made here.
 */
export async function startOutsideSignIn(request: Request, provider: string, callbackUrl: string): Promise<Response> {
  if (!outsideProviderIds().some((id) => id === provider))
    return Response.redirect(`${env().GATEHOUSE_URL}/sign-in`, 303);
  const csrfToken = randomBytes(32).toString("hex");
  const digest = createHash("sha256").update(`${csrfToken}${nextAuthSecret()}`).digest("hex");
  const cookies = parseCookies(request.headers.get("cookie"));
  cookies.set(`${isSecureOrigin() ? "__Host-" : ""}next-auth.csrf-token`, `${csrfToken}|${digest}`);
  cookies.delete(cookieName("next-auth.callback-url"));
  const internal = new Request(`${env().GATEHOUSE_URL}${prefix}signin/${provider}`, { method: "POST" });
  return runNextAuth(internal, { csrfToken, callbackUrl }, cookies);
}

/** Runs next-auth's handler for Pages-style routes, which asks for Node's objects and these few members of Next's. */
async function runNextAuth(
  request: Request,
  body: Record<string, string>,
  cookies: Map<string, string>,
): Promise<Response> {
  const url = new URL(request.url);
  const nextauth = url.pathname.slice(prefix.length).split("/");
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const asked: IncomingMessage & Pick<PagesRequest, "cookies" | "query" | "body"> = Object.assign(incoming, {
      cookies: Object.fromEntries(cookies),
      query: { ...queryOf(request), nextauth },
      body,
    });
    const answer: ServerResponse & Pick<PagesResponse, "status" | "json" | "send"> = Object.assign(outgoing, {
      status: (code: number) => {
        outgoing.statusCode = code;
        return outgoing as PagesResponse;
      },
      json: (value: unknown) => {
        outgoing.setHeader("Content-Type", "application/json");
        outgoing.end(JSON.stringify(value));
      },
      send: (value: unknown) => outgoing.end(typeof value === "string" ? value : JSON.stringify(value ?? null)),
    });
    return NextAuth(asked as PagesRequest, answer as PagesResponse, authOptions());
  };
  // next-auth redirects to the sign-in page after any failure: a link would look used, and a session ended.
  const response = await unlessOutage(() => runNodeHandler(request, handle));
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", "no-store");
  // 302 lets a browser repeat a POST; 303 never does.
  return new Response(response.body, { status: response.status === 302 ? 303 : response.status, headers });
}

/** A one-time token that was used before, or a provider that said no: staff see it, and the sign-in page explains it. */
function noteFailure(response: Response, request: Request, where: string): void {
  const location = response.headers.get("location");
  const error =
    location &&
    URL.canParse(location, env().GATEHOUSE_URL) &&
    new URL(location, env().GATEHOUSE_URL).searchParams.get("error");
  if (!error) return;
  recordRefusal({
    kind: error === "Verification" ? "link_used" : "forbidden",
    where,
    // The address may have been made up by whoever asked.
    detail: `next-auth refused: ${/^\w{1,40}$/.test(error) ? error : "something else"}`,
    source: requestSource(request),
  });
}
