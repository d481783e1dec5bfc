import type { IncomingMessage } from "node:http";
import type { AppError } from "@/lib/core/errors";
import { localeRequestOf, readingLocale } from "@/lib/entry/locale";
import { standalonePage } from "@/lib/entry/standalone-page";
import type { Answer } from "@/lib/platform/answer";
import { translator } from "@/lib/platform/messages";
import { problemAnswer } from "@/lib/platform/problem";

/** Refusals that a person can meet by an address or a form; any other has the text of the first. */
const explained = ["invalid_request", "misdirected_request", "method_not_allowed", "body_too_large"] as const;

/** What is said to a request that no route gets to see: a page for a browser that shows what comes, problem+json for programs. */
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
