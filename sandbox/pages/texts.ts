import type { Decline } from "../billing/cards";
import { en, type Texts } from "./texts-en";
import { nl } from "./texts-nl";

/** Why a card was refused, as the customer reads it. */
export function declineText({ code, declineCode, message }: Decline, texts: Texts): string {
  return texts.declines[declineCode ?? code] ?? message;
}

/** The texts for a session's `locale`, and the locale that dates and amounts then follow. Unknown ones read English. */
export function textsFor(locale: string | null): { texts: Texts; locale: string } {
  return locale?.toLowerCase().startsWith("nl") ? { texts: nl, locale: "nl" } : { texts: en, locale: "en" };
}
