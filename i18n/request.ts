import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { toLocale } from "@/lib/core/locales";
import { localeHeader } from "@/lib/web/locale";

/** The language and texts of the page being rendered; proxy.ts has decided the language. */
export default getRequestConfig(async () => {
  const locale = toLocale((await headers()).get(localeHeader));
  const messages = (await import(`../messages/${locale}.json`)).default;
  return { locale, messages, timeZone: "UTC" };
});
