import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ClientTexts } from "@/components/texts/client-texts";
import { StyleNonce } from "@/components/ui/style-nonce";
import { Toaster } from "@/components/ui/toaster";
import type { Namespace } from "@/lib/platform/messages";

/**
 * What the pages of an account and of staff have around them, and a public page does without: toasts, the texts of what
 * runs in the browser, and the nonce by which dialogs and menus may bring styles.
 */
export async function Interactive({ namespaces, children }: { namespaces: readonly Namespace[]; children: ReactNode }) {
  const [t, requestHeaders] = await Promise.all([getTranslations("common"), headers()]);
  return (
    <StyleNonce nonce={requestHeaders.get("x-nonce") ?? undefined}>
      <ClientTexts namespaces={namespaces}>
        <Toaster closeLabel={t("close")}>{children}</Toaster>
      </ClientTexts>
    </StyleNonce>
  );
}
