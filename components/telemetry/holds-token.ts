import { defaultLocale, locales } from "@/lib/core/locales";

const prefixes = locales.filter((locale) => locale !== defaultLocale).join("|");
const tokenPages = new RegExp(`^(/(${prefixes}))?/(sign-in|oauth|connect|mail-address)(/|$)`);

/**
 * True for pages whose address can carry a token that signs somebody in or changes who can. Nothing that leaves the browser
 * may see those addresses.
 */
export function holdsToken(pathname: string): boolean {
  return tokenPages.test(pathname);
}
