import { toLocale } from "@/lib/core/locales";
import { secondMs } from "@/lib/core/time";
import { approveByCode, approveByLink, cancelByLink } from "@/lib/identity/approve-sign-in";
import { toCallbackPath } from "@/lib/identity/callback-path";
import { completeSignIn, readSignInState } from "@/lib/identity/complete-sign-in";
import { startOutsideSignIn } from "@/lib/identity/handle-auth";
import { cookieName, parseCookies, serializeCookie } from "@/lib/identity/internal/cookies";
import { formHandler, redirectTo, withCookie } from "@/lib/identity/internal/form-handler";
import { forgetOauthSession } from "@/lib/identity/internal/oauth/oidc-cookies";
import { rememberBrowser } from "@/lib/identity/internal/sign-in/known-browser";
import { handOverCookie, oneTimeTokenLifeMs } from "@/lib/identity/internal/sign-in/one-time-token";
import { endSession, findUserByCookies, sessionCookieName } from "@/lib/identity/session";
import { challengeLifeMs, startSignIn } from "@/lib/identity/start-sign-in";
import { requestSource } from "@/lib/platform/http/request-source";

/** The cookie of the browser that asked to sign in. Only the sign-in pages see it. */
function browserCookie(): { name: string; path: string } {
  return { name: cookieName("gatehouse.sign-in"), path: "/sign-in" };
}

/** The secret of the sign-in that this browser waits for; empty when it waits for none. */
export function browserSecretOf(cookieHeader: string | null): string {
  return parseCookies(cookieHeader).get(browserCookie().name) ?? "";
}

/** `POST /sign-in/start`: the address form, and "send it again" on the waiting page. */
export const handleSignInStart = formHandler({
  where: "/sign-in/start",
  onRefusal: (refusal, form) =>
    `/sign-in?${new URLSearchParams({ error: refusal.code, callbackUrl: form.get("callbackUrl") ?? "" })}`,
  run: async (request, form) => {
    const { browserSecret } = await startSignIn({
      email: form.get("email") ?? "",
      callbackUrl: form.get("callbackUrl"),
      locale: toLocale(form.get("locale")),
      userAgent: request.headers.get("user-agent"),
      source: requestSource(request),
      cookies: request.headers.get("cookie"),
    });
    return withBrowserSecret(redirectTo("/sign-in/check-mail"), browserSecret, challengeLifeMs / secondMs);
  },
});

/** `POST /sign-in/code`: the six digits, typed in the browser that asked. */
export const handleSignInCode = formHandler({
  where: "/sign-in/code",
  onRefusal: (refusal) => `/sign-in/check-mail?${new URLSearchParams({ error: refusal.code })}`,
  run: async (request, form) => {
    const cookies = request.headers.get("cookie");
    const browserSecret = browserSecretOf(cookies);
    await approveByCode({ browserSecret, code: form.get("code") ?? "", cookies });
    return goOn(browserSecret);
  },
});

/** `POST /sign-in/approve`: what the person who opened the mail decided. */
export const handleSignInDecision = formHandler({
  where: "/sign-in/approve",
  onRefusal: (refusal) => `/sign-in/confirmed?${new URLSearchParams({ error: refusal.code })}`,
  run: async (request, form) => {
    const token = form.get("token") ?? "";
    if (form.get("decision") === "cancel") {
      await cancelByLink(token);
      return redirectTo("/sign-in/confirmed?result=cancelled");
    }
    const browserSecret = browserSecretOf(request.headers.get("cookie"));
    const { isSameBrowser } = await approveByLink(token, browserSecret);
    return isSameBrowser ? goOn(browserSecret) : redirectTo("/sign-in/confirmed?result=approved");
  },
});

/** `POST /sign-in/complete`: the waiting page goes on, by itself or by a click. */
export const handleSignInCompletion = formHandler({
  where: "/sign-in/complete",
  onRefusal: (refusal) => `/sign-in/check-mail?${new URLSearchParams({ error: refusal.code })}`,
  run: async (request) => goOn(browserSecretOf(request.headers.get("cookie"))),
});

/** `POST /sign-in/with`: Google or GitHub. */
export const handleOutsideSignIn = formHandler({
  where: "/sign-in/with",
  onRefusal: (refusal) => `/sign-in?${new URLSearchParams({ error: refusal.code })}`,
  run: async (request, form) => {
    const callbackUrl = toCallbackPath(form.get("callbackUrl"), "/sign-in/with");
    return startOutsideSignIn(request, form.get("provider") ?? "", callbackUrl);
  },
});

/** `POST /sign-out`: ends the session and whatever the OAuth side remembers of this browser. */
export const handleSignOut = formHandler({
  where: "/sign-out",
  onRefusal: () => "/",
  run: async (request) => {
    const cookies = request.headers.get("cookie");
    const person = await findUserByCookies(cookies);
    await endSession(request);
    await forgetOauthSession(cookies);
    const answer = withCookie(
      redirectTo("/"),
      serializeCookie(sessionCookieName(), "", { path: "/", maxAgeSeconds: 0 }),
    );
    // Their address may be another one than they signed in with.
    return person ? withCookie(answer, rememberBrowser(cookies, person.email)) : answer;
  },
});

/** `GET /sign-in/state`: what the waiting page asks every two seconds. Holds nothing but the state. */
export async function handleSignInState(request: Request): Promise<Response> {
  const waiting = await readSignInState(browserSecretOf(request.headers.get("cookie")));
  return Response.json({ state: waiting?.state ?? "unknown" }, { headers: { "Cache-Control": "no-store" } });
}

async function goOn(browserSecret: string): Promise<Response> {
  const { location, token } = await completeSignIn(browserSecret);
  const { name, path } = handOverCookie(token);
  const maxAgeSeconds = oneTimeTokenLifeMs / secondMs;
  return withCookie(redirectTo(location), serializeCookie(name, token, { path, maxAgeSeconds }));
}

function withBrowserSecret(response: Response, browserSecret: string, maxAgeSeconds: number): Response {
  const { name, path } = browserCookie();
  return withCookie(response, serializeCookie(name, browserSecret, { path, maxAgeSeconds }));
}
