import { AppError } from "@/lib/core/errors";
import { minuteMs, secondMs } from "@/lib/core/time";
import { readingLocale } from "@/lib/entry/locale";
import { standalonePage } from "@/lib/entry/standalone-page";
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
  const locale = readingLocale(request);
  const t = translator(locale, "maintenance");
  const page = standalonePage({ locale, title: t("title"), paragraphs: [t("text"), t("promise")] });
  const headers = { ...page.headers, "Retry-After": String(retryAfterSeconds), Vary: "Accept-Language, Cookie" };
  return { status: 503, headers, body: page.body };
}
