import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { redirectOrigins } from "@/lib/identity/oauth-client";
import { outsideProviderOrigins } from "@/lib/identity/outside-sign-in";
import { env, isDevelopment } from "@/lib/platform/env";
import { contentSecurityPolicy } from "@/lib/web/content-security-policy";
import { decideLocale, localeCookie, localeHeader } from "@/lib/web/locale";

/**
 * Gives every page its language, its content security policy and the id under which it can be found in the log. Only
 * routes for machines do not pass here: what an address ends in says nothing of what stands there. The headers that every
 * answer has are the front door's (lib/web/security-headers.ts).
 */
export function proxy(request: NextRequest): NextResponse {
  const decision = decideLocale({
    pathname: request.nextUrl.pathname,
    cookie: request.cookies.get(localeCookie)?.value,
    acceptLanguage: request.headers.get("accept-language"),
  });
  if (decision.redirectTo && request.method === "GET") {
    const response = NextResponse.redirect(new URL(decision.redirectTo + request.nextUrl.search, env().GATEHOUSE_URL));
    response.headers.set("Vary", "Accept-Language, Cookie");
    return response;
  }
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    formOrigins: [...checkoutOrigins(), ...signInOrigins(decision.pathname)],
    connectOrigins: [env().POSTHOG_KEY && env().POSTHOG_HOST, sentryOrigin()].filter((origin) => origin !== undefined),
    isHttps: env().GATEHOUSE_URL.startsWith("https:"),
    isDevelopment: isDevelopment(),
  });

  const headers = new Headers(request.headers);
  headers.set(localeHeader, decision.locale);
  headers.set("x-nonce", nonce);
  headers.set("x-page", decision.pathname + request.nextUrl.search);
  const requestId = `req_${randomUUID().replaceAll("-", "")}`;
  headers.set("x-request-id", requestId);
  headers.set("Content-Security-Policy", policy);
  const target = request.nextUrl.clone();
  target.pathname = decision.pathname === crashPage ? notFoundPage : decision.pathname;
  const isRewritten = target.pathname !== request.nextUrl.pathname;
  const response = isRewritten
    ? NextResponse.rewrite(target, { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Request-Id", requestId);
  // The same for the page's own scripts, which can read no other header: an error page shows it.
  response.headers.set("Server-Timing", `request;desc="${requestId}"`);
  return response;
}

/** Next's own error page has a path too, and answers 500 when requested. No link leads there. */
const crashPage = "/_global-error";
const notFoundPage = "/_not-found";

/** Where a checkout or the billing page is hosted: Stripe's own pages, or the sandbox's. */
function checkoutOrigins(): string[] {
  return env().STRIPE_API_BASE
    ? [env().STRIPE_API_BASE ?? ""]
    : ["https://checkout.stripe.com", "https://billing.stripe.com"];
}

/** On the pages of signing in: the extension's redirect addresses, and the providers that people can sign in with. */
function signInOrigins(pathname: string): string[] {
  if (!/^\/(sign-in|oauth|connect)(\/|$)/.test(pathname)) return [];
  return [...redirectOrigins(), ...outsideProviderOrigins()];
}

function sentryOrigin(): string | undefined {
  return env().SENTRY_DSN ? new URL(env().SENTRY_DSN ?? "").origin : undefined;
}

export const config = {
  matcher: ["/((?!api/|_next/|\\.well-known/|(?:healthz|readyz|metrics|offline)$).*)"],
};
