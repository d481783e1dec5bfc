"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionError } from "@/components/portal/action-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

/** Looks at Stripe again for one customer. */
export function SyncButton({ action, account }: { action: FormAction<string>; account: string }) {
  const t = useTranslations("staff.customer");
  const toast = useToast();
  const [result, submit] = useDoneAction(action, (outcome) => {
    const key = `syncOutcome.${outcome}`;
    toast(t("synced"), t.has(key) ? t(key) : outcome);
  });
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
