import type { IncomingMessage } from "node:http";
import { defaultLocale, isLocale, type Locale, locales, localizedPath, toLocale } from "@/lib/core/locales";
import { weightedValues } from "@/lib/web/weighted-values";

/** The request header by which proxy.ts tells a page its language. */
export const localeHeader = "x-gatehouse-locale";
/** The cookie that remembers a language that somebody chose. */
export const localeCookie = "NEXT_LOCALE";

/** Pages that search engines know: each language has an address of its own. Everywhere else the visitor's choice counts. */
const publicSections = ["", "pricing", "faq", "docs", "blog", "changelog", "roadmap", "status", "legal"];

export type LocaleDecision = {
  locale: Locale;
  /** The path that the app knows, without the language. */
  pathname: string;
  /** Where the visitor should be instead, because they prefer another language than this address has. */
  redirectTo: string | null;
};

/** What of a request decides its language. */
export type LocaleRequest = { pathname: string; cookie: string | undefined; acceptLanguage: string | null };

/**
 * Decides the language of a page. English has no prefix, Dutch lies under `/nl`; a visitor of a public page without a
 * prefix who chose or prefers Dutch is sent to the Dutch address.
 */
export function decideLocale(request: LocaleRequest): LocaleDecision {
  const [, first = "", ...rest] = request.pathname.split("/");
  if (isLocale(first) && first !== defaultLocale) {
    return { locale: first, pathname: `/${rest.join("/")}`, redirectTo: null };
  }
  const preferred = isLocale(request.cookie) ? request.cookie : preferredLocale(request.acceptLanguage);
  if (!publicSections.includes(first)) return { locale: preferred, pathname: request.pathname, redirectTo: null };
  const redirectTo = preferred === defaultLocale ? null : localizedPath(request.pathname, preferred);
  return { locale: defaultLocale, pathname: request.pathname, redirectTo };
}

/** The language of a page that is shown at the requested address itself, without a redirect. */
export function readingLocale(request: LocaleRequest): Locale {
  const { locale, redirectTo } = decideLocale(request);
  return redirectTo ? toLocale(redirectTo.split("/")[1]) : locale;
}

/** The same of a request as node:http gives it. */
export function localeRequestOf({ url = "/", headers }: Pick<IncomingMessage, "url" | "headers">): LocaleRequest {
  return {
    pathname: url.split("?", 1)[0] ?? "/",
    cookie: chosenLocale(headers.cookie),
    acceptLanguage: headers["accept-language"] ?? null,
  };
}

/** The language that the reader chose, as their browser sends it. */
function chosenLocale(cookieHeader: string | undefined): string | undefined {
  return new RegExp(`(?:^|; )${localeCookie}=(\\w+)`).exec(cookieHeader ?? "")?.[1];
}

/** The first language of an Accept-Language header (RFC 9110 section 12.5.4) that we have. */
function preferredLocale(header: string | null): Locale {
  const languages = weightedValues(header).map((tag) => tag.split("-")[0]);
  const match = languages.map((language) => locales.find((locale) => locale === language)).find(Boolean);
  return match ?? defaultLocale;
}
