import type { IncomingMessage } from "node:http";
import type { AppError } from "@/lib/core/errors";
import type { Answer } from "@/lib/platform/http/answer";
import { problemAnswer } from "@/lib/platform/http/problem";
import { translator } from "@/lib/platform/messages";
import { localeRequestOf, readingLocale } from "@/lib/web/locale";
import { standalonePage } from "@/lib/web/standalone-page";

/** Refusals that a person can get from a link or a form; any other has the text of the first. */
const explained = ["invalid_request", "misdirected_request", "method_not_allowed", "body_too_large"] as const;

/** The answer to a request that is refused before any route: a page where a browser shows it, problem+json for programs. */
export function refusalAnswer(refusal: AppError, request: IncomingMessage): Answer {
  const { headers } = request;
  const isShown = headers.accept?.includes("text/html") && headers["next-action"] === undefined;
  if (!isShown) return problemAnswer(refusal, null);
  const locale = readingLocale(localeRequestOf(request));
  const t = translator(locale, "refusedRequest");
  const code = explained.find((one) => one === refusal.code) ?? explained[0];
  const page = standalonePage({ locale, title: t("title"), paragraphs: [t(code)] });
  return { ...page, status: refusal.status };
}
