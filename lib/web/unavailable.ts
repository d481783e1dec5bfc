import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { Locale } from "@/lib/core/locales";
import type { Answer } from "@/lib/platform/http/answer";
import { problemAnswer } from "@/lib/platform/http/problem";
import { type LocaleRequest, readingLocale } from "@/lib/web/locale";
import { standalonePage } from "@/lib/web/standalone-page";

type Reason = {
  /** What the page says. */
  page: (locale: Locale) => { title: string; paragraphs: string[]; script?: string };
  code: Extract<ErrorCode, "unavailable" | "database_unavailable">;
  /** The same for machines. */
  detail: string;
  retryAfterSeconds: number;
};

const machinePaths =
  /^\/(api(?!\/auth\/)|oauth\/(token|revoke|device\/auth)|\.well-known|metrics|healthz|readyz)(\/|$)/;

/** 503 with `Retry-After`: as a page in the reader's language for people, and as problem+json for machines. */
export function unavailableAnswer(request: LocaleRequest, reason: Reason): Answer {
  if (!machinePaths.test(request.pathname)) return pageAnswer(request, reason);
  const { code, detail, retryAfterSeconds } = reason;
  return problemAnswer(new AppError(code, detail, { retryAfterSeconds }), null);
}

function pageAnswer(request: LocaleRequest, { page, retryAfterSeconds }: Reason): Answer {
  const locale = readingLocale(request);
  const { headers, body } = standalonePage({ locale, ...page(locale) });
  const more = { "Retry-After": String(retryAfterSeconds), Vary: "Accept-Language, Cookie" };
  return { status: 503, headers: { ...headers, ...more }, body };
}
