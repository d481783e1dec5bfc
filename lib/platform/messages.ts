import { createTranslator, type MessageKeys, type NamespaceKeys, type NestedKeyOf } from "use-intl/core";
import { messages } from "@/generated/messages";
import type { Locale } from "@/lib/core/locales";

export type Messages = typeof messages.en;

/** A group of texts: the path of its file below the language and, within the file, the way to it, joined by dots: `staff.customers`. */
export type Namespace = NamespaceKeys<Messages, NestedKeyOf<Messages>>;

/** The way to one text of a group, joined by dots. */
export type MessageKey<Group> = MessageKeys<Group, NestedKeyOf<Group>>;

const byLocale: Record<Locale, Messages> = messages;

/** Every text of a language. */
export function messagesIn(locale: Locale): Messages {
  return byLocale[locale];
}

/** Texts in a language that need not be the page's (mails, hosted documents, a language just chosen); pages use next-intl's own hooks. */
export function translator<Of extends Namespace>(locale: Locale, namespace: Of) {
  return createTranslator<Messages, Of>({ locale, messages: messagesIn(locale), namespace });
}
