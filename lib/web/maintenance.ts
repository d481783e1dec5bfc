import { minuteMs, secondMs } from "@/lib/core/time";
import type { Answer } from "@/lib/platform/http/answer";
import { translator } from "@/lib/platform/messages";
import type { LocaleRequest } from "@/lib/web/locale";
import { unavailableAnswer } from "@/lib/web/unavailable";

const retryAfterSeconds = (5 * minuteMs) / secondMs;

/**
 * What a process that is in maintenance says to a request, without asking the database or anything else: 503 with
 * `Retry-After`, as a page for people and as problem+json for machines. The probes alone say yes: the process lives, and
 * a load balancer that took it out would show its own error instead of this page. Webhooks are refused like everything
 * else, because storing one is a write: Stripe keeps an event that was not taken and sends it again for three days.
 */
export function maintenanceAnswer(request: LocaleRequest): Answer {
  const { pathname } = request;
  if (pathname === "/healthz" || pathname === "/readyz") {
    const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
    return { status: 200, headers, body: JSON.stringify({ status: "maintenance" }) };
  }
  return unavailableAnswer(request, {
    page: (locale) => {
      const t = translator(locale, "maintenance");
      return { title: t("title"), paragraphs: [t("text"), t("promise")] };
    },
    code: "unavailable",
    detail: "Gatehouse is in maintenance. Nothing was done; try again later.",
    retryAfterSeconds,
  });
}
