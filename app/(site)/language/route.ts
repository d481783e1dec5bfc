import { updateProfile } from "@/lib/accounts/update-profile";
import { type Locale, toLocale } from "@/lib/core/locales";
import { decideLocale, localeCookie } from "@/lib/entry/locale";
import { findVisitor } from "@/lib/entry/page";

const yearSeconds = 365 * 24 * 60 * 60;

/**
 * Remembers the language that somebody chose, and leads back to the page they were on. For whoever is signed in it is the
 * language of their mails as well.
 */
export async function POST(request: Request): Promise<Response> {
  const chosen = (await request.formData()).get("locale");
  const locale = toLocale(typeof chosen === "string" ? chosen : null);
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
