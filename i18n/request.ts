import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { type Locale, toLocale } from "@/lib/core/locales";
import { type Messages, messagesIn } from "@/lib/platform/messages";
import { localeHeader } from "@/lib/web/locale";

/** With these, asking for a text that does not exist is a type error. */
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

/** The language and texts of the page being rendered; proxy.ts has decided the language. */
export default getRequestConfig(async () => {
  const locale = toLocale((await headers()).get(localeHeader));
  return { locale, messages: messagesIn(locale), timeZone: "UTC" };
});
