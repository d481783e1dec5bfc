import { randomBytes } from "node:crypto";
import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import type { AppError } from "@/lib/core/errors";
import { isLocale, type Locale } from "@/lib/core/locales";
import { translator } from "@/lib/platform/messages";

const style = `
:root{color-scheme:light dark;--paper:#f9f7f0;--card:#fffefa;--ink:#11291f;--soft:#4b5f55;--line:#e0dccf}
@media(prefers-color-scheme:dark){:root{--paper:#0c1512;--card:#141f1b;--ink:#efece0;--soft:#b3bdb4;--line:#2a3832}}
body{margin:0;min-height:100dvh;display:grid;place-items:center;background:var(--paper);color:var(--ink);
font:1rem/1.55 "Hanken Grotesk",ui-sans-serif,system-ui,sans-serif}
main{max-width:26rem;margin:1.5rem;padding:1.75rem;background:var(--card);border:1px solid var(--line);border-radius:1.125rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.2;letter-spacing:-.02em}p{margin:0 0 .75rem}
.soft{color:var(--soft);font-size:.9375rem}code{font:.875rem ui-monospace,monospace}a{color:inherit}`;

/** What can stop an authorization before the client may be told. Every other code has the text of `other`. */
const explained = ["invalid_redirect_uri", "invalid_client", "session_expired"] as const;

/**
 * The page for an authorization that can't be sent back to the extension: its address is not registered, or the client
 * unknown. It keeps its 400, and says what the person and whoever wrote the extension can do; never more than the code.
 */
export function renderOauthError(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): void {
  const locale = pageLocale(ctx);
  const code = error.constructor.name === "SessionNotFound" ? "session_expired" : out.error;
  const text = explained.find((known) => known === code) ?? "other";
  const page = errorPage(locale, code, translator(locale, "consent")(`error.${text}`), ctx.get("x-nonce"));
  ctx.set(page.headers);
  ctx.body = page.html;
}

/** The same page for somebody who began too many authorizations. */
export function oauthLimitPage(request: Request, refusal: AppError): Response {
  const chosen = request.headers.get("x-gatehouse-locale");
  const locale = isLocale(chosen) ? chosen : "en";
  const text = translator(locale, "signIn")("error.rate_limited");
  const page = errorPage(locale, refusal.code, text, request.headers.get("x-nonce"));
  const retryAfter = String(refusal.retryAfterSeconds ?? 60);
  return new Response(page.html, { status: refusal.status, headers: { ...page.headers, "Retry-After": retryAfter } });
}

function errorPage(locale: Locale, code: string, text: string, givenNonce: string | null) {
  const t = translator(locale, "consent");
  const nonce = givenNonce || randomBytes(16).toString("base64");
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
    "Cache-Control": "no-store",
  };
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${t("error.title")}</title><style nonce="${nonce}">${style}</style></head>
<body><main><h1>${t("error.title")}</h1><p>${text}</p>
<p class="soft">${t("error.code")} <code>${escapeHtml(code)}</code></p>
<p><a href="/">${t("error.home")}</a></p></main></body></html>`;
  return { headers, html };
}

function pageLocale(ctx: KoaContextWithOIDC): Locale {
  const chosen = ctx.get("x-gatehouse-locale");
  if (isLocale(chosen)) return chosen;
  const preferred = ctx.acceptsLanguages("en", "nl");
  return typeof preferred === "string" && isLocale(preferred) ? preferred : "en";
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
