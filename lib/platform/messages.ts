import { createTranslator } from "use-intl/core";
import type { Locale } from "@/lib/core/locales";
import en from "@/messages/en.json";
import nl from "@/messages/nl.json";

const messages = { en, nl } satisfies Record<Locale, typeof en>;

/** Texts in a language that need not be the page's (mails, hosted documents, a language just chosen); pages use next-intl's own hooks. */
export function translator<Namespace extends keyof typeof en>(locale: Locale, namespace: Namespace) {
  return createTranslator({ locale, messages: messages[locale], namespace });
}
