import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { pickMessages } from "@/components/texts/pick-messages";
import type { Namespace } from "@/lib/platform/messages";

/**
 * Sends these texts to the browser, for the components below that run there. Only what is named is sent, and a page
 * without such components sends neither texts nor what would read them; `tests/client-texts.test.ts` finds a component whose
 * texts would be missing.
 */
export async function ClientTexts({ namespaces, children }: { namespaces: readonly Namespace[]; children: ReactNode }) {
  const messages = await getMessages();
  const sent = pickMessages(messages, namespaces);
  return <NextIntlClientProvider messages={sent}>{children}</NextIntlClientProvider>;
}
