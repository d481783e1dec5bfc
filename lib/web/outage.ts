import type { IncomingMessage } from "node:http";
import { secondMs } from "@/lib/core/time";
import { watchOutages } from "@/lib/platform/database-outage";
import type { Answer } from "@/lib/platform/http/answer";
import { outageDetail, outageRetrySeconds } from "@/lib/platform/http/problem";
import { translator } from "@/lib/platform/messages";
import type { FrontResponse } from "@/lib/web/front-response";
import { type LocaleRequest, localeRequestOf } from "@/lib/web/locale";
import { unavailableAnswer } from "@/lib/web/unavailable";

const askAgainMs = 3 * secondMs;

/** Loads the address anew once the database answers again. */
const comeBack = `
setInterval(async () => {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch("/readyz").catch(() => null);
  if (answer?.ok) location.reload();
}, ${askAgainMs});
`;

/**
 * Serves a request, and where that fails because the database gave no answer says so: 503 with `Retry-After`, as a page
 * or as problem+json. Next knows no such status, and its own page about an error needs scripts. Cookies stay as they are.
 */
export function answerOutages(request: IncomingMessage, response: FrontResponse, serve: () => void): void {
  const asked = localeRequestOf(request);
  const { insteadOfFailure } = response;
  watchOutages((hasFailed) => {
    response.insteadOfFailure = () => {
      if (!hasFailed()) return insteadOfFailure();
      const { status, headers, body } = outageAnswer(asked, request.method ?? "GET");
      const id = response.getHeader("x-request-id");
      return { status, headers: { ...headers, ...(typeof id === "string" && { "X-Request-Id": id }) }, body };
    };
    serve();
  });
}

function outageAnswer(asked: LocaleRequest, method: string): Answer {
  // Only the person who posted a form may send it again; the script reloads reads alone.
  const isRead = method === "GET" || method === "HEAD";
  return unavailableAnswer(asked, {
    page: (locale) => {
      const t = translator(locale, "outage");
      const paragraphs = [t("text"), isRead ? t("comesBack") : t("sendAgain"), t("promise")];
      return { title: t("title"), paragraphs, ...(isRead && { script: comeBack }) };
    },
    code: "database_unavailable",
    detail: outageDetail,
    retryAfterSeconds: outageRetrySeconds,
  });
}
