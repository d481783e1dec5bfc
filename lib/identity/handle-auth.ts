import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import NextAuth, { type getServerSession } from "next-auth";
import { authOptions } from "@/lib/identity/auth-options";
import { cookieName, isSecureOrigin, parseCookies } from "@/lib/identity/internal/cookies";
import { runNodeHandler } from "@/lib/identity/internal/node-bridge";
import { nextAuthSecret } from "@/lib/identity/internal/one-time-token";
import { outsideProviderIds } from "@/lib/identity/outside-sign-in";
import { requestSource } from "@/lib/identity/request-source";
import { readBody } from "@/lib/platform/body";
import { env } from "@/lib/platform/env";
import { recordRefusal } from "@/lib/platform/refusals";

/** What next-auth's handler for Pages-style routes takes; its types are Next's, which only pages may import. */
type PagesArguments = Extract<Parameters<typeof getServerSession>, [{ query: unknown }, ...unknown[]]>;
type PagesRequest = PagesArguments[0];
type PagesResponse = PagesArguments[1];

const prefix = "/api/auth/";
const maxFormBytes = 16 * 1024;

/**
 * Serves `/api/auth/…`. Everything is next-auth's, except that it may not send mails: `POST /api/auth/signin/email`
 * would be a second way, without our limits, and is refused.
 */
export async function handleAuth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method === "POST" && pathname === `${prefix}signin/email`) {
    await recordRefusal({
      kind: "forbidden",
      where: pathname,
      detail: "A sign-in mail was asked for past the sign-in page.",
      source: requestSource(request),
    });
    return Response.json({ url: `${env().GATEHOUSE_URL}/sign-in` }, { status: 403 });
  }
  const form = request.method === "POST" ? await readForm(request) : {};
  const response = await runNextAuth(request, form, parseCookies(request.headers.get("cookie")));
  await noteFailure(response, request);
  return response;
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
  const response = await runNodeHandler(request, (incoming, outgoing) => {
    const asked: IncomingMessage & Pick<PagesRequest, "cookies" | "query" | "body"> = Object.assign(incoming, {
      cookies: Object.fromEntries(cookies),
      query: { ...Object.fromEntries(url.searchParams), nextauth },
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
  });
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", "no-store");
  // 302 lets a browser repeat a POST; 303 never does.
  return new Response(response.body, { status: response.status === 302 ? 303 : response.status, headers });
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const text = new TextDecoder().decode(await readBody(request, maxFormBytes));
  return Object.fromEntries(new URLSearchParams(text));
}

/** A one-time token that was used before, or a provider that said no: staff see it, and the sign-in page explains it. */
async function noteFailure(response: Response, request: Request): Promise<void> {
  const location = response.headers.get("location");
  const error =
    location &&
    URL.canParse(location, env().GATEHOUSE_URL) &&
    new URL(location, env().GATEHOUSE_URL).searchParams.get("error");
  if (!error) return;
  await recordRefusal({
    kind: error === "Verification" ? "link_used" : "forbidden",
    where: new URL(request.url).pathname,
    detail: `next-auth refused: ${error}`,
    source: requestSource(request),
  });
}
