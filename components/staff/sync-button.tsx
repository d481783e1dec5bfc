"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useActionState, useEffect } from "react";
import { ActionError } from "@/components/portal/action-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import type { FormAction } from "@/lib/entry/action";

/** Looks at Stripe again for one customer. */
export function SyncButton({ action, account }: { action: FormAction<string>; account: string }) {
  const t = useTranslations("staff.customer");
  const [result, submit] = useActionState(action, null);
  const toast = useToast();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each result is announced once
  useEffect(() => {
    if (result?.status !== "ok") return;
    const key = `syncOutcome.${result.value}`;
    toast(t("synced"), t.has(key) ? t(key) : result.value);
  }, [result]);
  return (
    <form action={submit} className="grid justify-items-end gap-3">
      <input type="hidden" name="account" value={account} />
      <SubmitButton variant="outline" size="sm">
        <RefreshCw aria-hidden="true" />
        {t("sync")}
      </SubmitButton>
      <ActionError result={result} />
    </form>
  );
}
