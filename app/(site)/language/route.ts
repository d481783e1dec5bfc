import { updateProfile } from "@/lib/accounts/update-profile";
import { isAppError } from "@/lib/core/errors";
import { type Locale, toLocale } from "@/lib/core/locales";
import { findVisitor } from "@/lib/entry/page";
import { env } from "@/lib/platform/env";
import { readBody } from "@/lib/platform/http/body";
import { requestSource } from "@/lib/platform/http/request-source";
import { requireSameOrigin } from "@/lib/platform/http/same-origin";
import { recordRefusal } from "@/lib/platform/refusals";
import { decideLocale, localeCookie } from "@/lib/web/locale";

const yearSeconds = 365 * 24 * 60 * 60;
const maxFormBytes = 1024;

/**
 * Remembers the language that somebody chose, and leads back to the page they were on. For whoever is signed in it is the
 * language of their mails as well.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request);
    const form = new URLSearchParams(new TextDecoder().decode(await readBody(request, maxFormBytes)));
    return await choose(request, toLocale(form.get("locale")));
  } catch (error) {
    if (!isAppError(error)) throw error;
    const source = requestSource(request);
    recordRefusal({ kind: error.code, where: "/language", detail: error.message, source });
    return new Response(null, { status: 303, headers: { Location: env().GATEHOUSE_URL, "Cache-Control": "no-store" } });
  }
}

async function choose(request: Request, locale: Locale): Promise<Response> {
  const visitor = await findVisitor();
  if (visitor && visitor.user.locale !== locale) {
    const { actor, account, user } = visitor;
    await updateProfile({ actor, accountId: account.id, userId: user.id }, { user: { locale } });
  }
  return new Response(null, {
    status: 303,
    headers: {
      Location: pageBefore(request, locale),
      "Set-Cookie": `${localeCookie}=${locale}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`,
    },
  });
}

/** The page that held the form, in the new language: always a path of ours, whatever the browser says it came from. */
function pageBefore(request: Request, locale: Locale): string {
  const referrer = request.headers.get("referer") ?? "";
  const isOurs = URL.canParse(referrer) && new URL(referrer).host === request.headers.get("host");
  const { pathname, search } = isOurs ? new URL(referrer) : { pathname: "/", search: "" };
  const bare = decideLocale({ pathname, cookie: locale, acceptLanguage: null }).pathname.replace(/^[/\\]+/, "/");
  return (decideLocale({ pathname: bare, cookie: locale, acceptLanguage: null }).redirectTo ?? bare) + search;
}
