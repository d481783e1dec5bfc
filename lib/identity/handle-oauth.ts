import { isAppError } from "@/lib/core/errors";
import { toPublicId } from "@/lib/core/ids";
import { handleInteractionLogin } from "@/lib/identity/interactions";
import { redirectTo } from "@/lib/identity/internal/form-handler";
import { runNodeHandler } from "@/lib/identity/internal/oauth/node-bridge";
import { oauthLimitPage } from "@/lib/identity/internal/oauth/oauth-error-page";
import {
  findOauthSessionAccount,
  forgetOauthSession,
  hasOauthForm,
  withoutOauthSession,
} from "@/lib/identity/internal/oauth/oidc-cookies";
import { askedFrom, oidcProvider } from "@/lib/identity/internal/oauth/oidc-provider";
import { findSessionUser } from "@/lib/identity/session";
import { unlessOutage } from "@/lib/platform/database-outage";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { requestSource } from "@/lib/platform/http/request-source";
import { requireSourceWithinLimit, type SourceLimit } from "@/lib/platform/rate-limit";
import { recordRefusal } from "@/lib/platform/refusals";

// Eight letters of twenty leave nothing to guess in ten minutes at this pace (RFC 8628 section 5.1).
const codeGuesses: SourceLimit = { name: "device-code-guess", times: 20, timesPerSite: 80, withinSeconds: 10 * 60 };
/** Beginning an authorization, or opening the form for a code, keeps a session for an hour. An office may share a source. */
export const oauthStarts: SourceLimit = {
  name: "oauth-start",
  times: 300,
  timesPerSite: 1200,
  withinSeconds: 15 * 60,
};
const maxFormBytes = 16 * 1024;
const deviceStarts: SourceLimit = { name: "device-code-start", times: 60, timesPerSite: 240, withinSeconds: 15 * 60 };

/**
 * Serves `/oauth/…` and the two discovery documents: everything of the protocol is oidc-provider's. Added are the
 * limits on beginning and on device codes, pages of our own for them, and the rule that the provider's session never
 * differs from the site's. The decision of an interaction has a route of its own, which knows what a plan holds.
 * @throws DatabaseOutage
 */
export async function handleOauth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, uid] = /^\/oauth\/interaction\/([\w-]+)\/login$/.exec(pathname) ?? [];
  if (uid && request.method === "GET") return handleInteractionLogin(request, uid);
  const source = requestSource(request);
  // The provider takes any case and a slash at the end; what is added here must not be got round by either.
  const endpoint = pathname.toLowerCase().replace(/\/$/, "");
  try {
    const refused = (await limitStarts(request, endpoint, source)) ?? (await beginAgain(request, endpoint));
    if (refused) return refused;
    const prepared = await prepare(request, endpoint);
    const provider = await oidcProvider();
    const handle = provider.callback();
    // The provider has an answer of its own to every failure: a page about an error, or "invalid" to the extension.
    return await askedFrom.run(source, () => unlessOutage(() => runNodeHandler(prepared, handle)));
  } catch (error) {
    if (!isAppError(error, "body_too_large")) throw error;
    recordRefusal({ kind: error.code, where: "/oauth", detail: error.message, source });
    return Response.json({ error: "invalid_request", error_description: error.message }, { status: error.status });
  }
}

/**
 * The form for another device's code, once more, where the provider no longer knows that it was shown: its session ended,
 * or somebody else has signed in since. The provider itself answers that with an error page. The code that was typed stays.
 */
async function beginAgain(request: Request, endpoint: string): Promise<Response | null> {
  if (endpoint !== "/oauth/device" || request.method !== "POST") return null;
  if ((await hasOauthForm(request.headers.get("cookie"))) && !(await isSomebodyElse(request))) return null;
  const form = new URLSearchParams(new TextDecoder().decode(await readBody(request.clone(), maxFormBytes)));
  const userCode = form.get("user_code")?.slice(0, 20);
  return redirectTo(`/oauth/device${userCode ? `?${new URLSearchParams({ user_code: userCode })}` : ""}`);
}

/** The request as the provider should see it. */
async function prepare(request: Request, endpoint: string): Promise<Request> {
  const headers = new Headers(request.headers);
  const isStart = endpoint === "/oauth/authorize" || endpoint === "/oauth/device";
  if (isStart && (await isSomebodyElse(request))) {
    await forgetOauthSession(request.headers.get("cookie"));
    headers.set("cookie", withoutOauthSession(request.headers.get("cookie")));
  }
  const url = new URL(request.url);
  const userCode = url.searchParams.get("user_code");
  if (endpoint === "/oauth/device" && request.method === "GET" && userCode !== null) {
    // The provider would answer with a form that posts itself; the code must be looked at before it is used.
    url.searchParams.delete("user_code");
    url.searchParams.set("prefill", userCode.slice(0, 20));
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  return new Request(`${env().GATEHOUSE_URL}${url.pathname}${url.search}`, {
    method: request.method,
    headers,
    body: hasBody ? request.body : null,
    ...(hasBody && { duplex: "half" }),
  });
}

/** True when the provider still remembers a person who is not the one signed in to the site. */
async function isSomebodyElse(request: Request): Promise<boolean> {
  const remembered = await findOauthSessionAccount(request.headers.get("cookie"));
  if (remembered === null) return false;
  const user = await findSessionUser(request);
  return user === null || toPublicId("user", user.id) !== remembered;
}

async function limitStarts(request: Request, endpoint: string, source: string): Promise<Response | null> {
  const limit = limitOf(request.method, endpoint);
  if (!limit) return null;
  try {
    await requireSourceWithinLimit(limit, source);
    return null;
  } catch (error) {
    if (!isAppError(error, "rate_limited")) throw error;
    recordRefusal({ kind: error.code, where: endpoint, detail: error.message, source });
    if (endpoint === "/oauth/device") return redirectTo("/connect/code?error=rate_limited");
    if (endpoint === "/oauth/authorize") return oauthLimitPage(request, error);
    return Response.json(
      { error: "slow_down", error_description: error.message },
      { status: 429, headers: { "Retry-After": String(error.retryAfterSeconds ?? 60), "Cache-Control": "no-store" } },
    );
  }
}

/** The limit on a request that makes rows for whoever sends it, or guesses a code. */
function limitOf(method: string, endpoint: string): SourceLimit | undefined {
  if (method !== "POST")
    return endpoint === "/oauth/authorize" || endpoint === "/oauth/device" ? oauthStarts : undefined;
  return { "/oauth/device": codeGuesses, "/oauth/device/auth": deviceStarts }[endpoint];
}
