import { createHash } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { toLocale } from "@/lib/core/locales";
import { minuteMs, secondMs } from "@/lib/core/time";
import { decideLocale } from "@/lib/entry/locale";
import type { Answer } from "@/lib/platform/answer";
import { translator } from "@/lib/platform/messages";
import { problemAnswer } from "@/lib/platform/problem";

const retryAfterSeconds = (5 * minuteMs) / secondMs;

export type MaintenanceRequest = { pathname: string; cookie: string | undefined; acceptLanguage: string | null };

/**
 * What a process that is in maintenance says to a request, without asking the database or anything else: 503 with
 * `Retry-After`, as a page for people and as problem+json for machines. The probes alone say yes: the process lives, and
 * a load balancer that took it out would show its own error instead of this page. Webhooks are refused like everything
 * else, because storing one is a write: Stripe keeps an event that was not taken and sends it again for three days.
 */
export function maintenanceAnswer(request: MaintenanceRequest): Answer {
  const { pathname } = request;
  if (pathname === "/healthz" || pathname === "/readyz") {
    const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
    return { status: 200, headers, body: JSON.stringify({ status: "maintenance" }) };
  }
  if (/^\/(api|oauth\/(token|revoke|device\/auth)|\.well-known|metrics)(\/|$)/.test(pathname)) {
    const refusal = new AppError("unavailable", "Gatehouse is in maintenance. Nothing was done; try again later.", {
      retryAfterSeconds,
    });
    return problemAnswer(refusal, null);
  }
  return pageAnswer(request);
}

function pageAnswer(request: MaintenanceRequest): Answer {
  const decision = decideLocale(request);
  const locale = decision.redirectTo ? toLocale(decision.redirectTo.split("/")[1]) : decision.locale;
  const t = translator(locale, "maintenance");
  const brand = translator(locale, "brand")("name");
  const body = `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${t("title")} · ${brand}</title>
<style>${style}</style>
</head>
<body>
<main>
<svg viewBox="0 0 120 130" width="110" aria-hidden="true"><path class="arch" d="M8 130V60a52 52 0 0 1 104 0v70Z"/><path class="ground" d="M32 130V60a28 28 0 0 1 56 0v70Z"/><path class="bars" d="M37 44.3a28 28 0 0 1 5-6.1V118l-2.5 7-2.5-7ZM50.5 33.7a28 28 0 0 1 5-1.3V118l-2.5 7-2.5-7ZM64.5 32.4a28 28 0 0 1 5 1.3V118l-2.5 7-2.5-7ZM78 38.2a28 28 0 0 1 5 6.1V118l-2.5 7-2.5-7ZM33 52h54v5H33ZM32 74h56v5H32ZM32 96h56v5H32Z"/></svg>
<h1>${t("title")}</h1>
<p>${t("text")}</p>
<p>${t("promise")}</p>
</main>
</body>
</html>
`;
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Retry-After": String(retryAfterSeconds),
    Vary: "Accept-Language, Cookie",
    "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
  };
  return { status: 503, headers, body };
}

/** By itself, because no file of the app is served meanwhile; the colours are those of app/globals.css. */
const style = `
:root { color-scheme: light dark }
body { margin: 0; min-height: 100dvh; display: grid; place-content: center; justify-items: center; padding: 2rem; text-align: center;
  font: 1.0625rem/1.6 ui-sans-serif, system-ui, sans-serif; background: light-dark(#faf6ec, #0d1512); color: light-dark(#15261f, #f1ede2) }
main { max-width: 30rem }
h1 { font-size: clamp(1.875rem, 1.4rem + 2vw, 2.75rem); line-height: 1.1; letter-spacing: -0.02em; margin: 2rem 0 1rem; text-wrap: balance }
p { margin: 0.75rem 0; text-wrap: pretty }
.arch { fill: light-dark(#1d4638, #2b4a40) } .ground { fill: light-dark(#faf6ec, #0d1512) } .bars { fill: #c99a3c }
`;
