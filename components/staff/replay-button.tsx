"use client";

import { useTranslations } from "next-intl";
import { ActionError } from "@/components/portal/action-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useQuestion } from "@/components/ui/use-question";
import type { InboxOutcome } from "@/lib/billing/inbox";
import type { FormAction } from "@/lib/entry/action";

/** Handles an event again, after a question. */
export function ReplayButton({ action, event }: { action: FormAction<InboxOutcome>; event: string }) {
  const t = useTranslations("staff.inbox");
  const common = useTranslations("common");
  const toast = useToast();
  const { dialog, result, submit, isPending } = useQuestion(action, (outcome) =>
    toast(t("replayed"), t(`outcome.${outcome}`)),
  );
  return (
    <Dialog {...dialog}>
      <DialogTrigger render={<Button />}>{t("replay")}</DialogTrigger>
      <DialogContent title={t("replayTitle")} description={t("replayText")} closeLabel={common("close")}>
        <ActionError result={result} className="mt-5" />
        <form action={submit}>
          <input type="hidden" name="event" value={event} />
          <DialogActions>
            <DialogClose render={<Button variant="outline" />}>{common("cancel")}</DialogClose>
            <SubmitButton pending={isPending}>{t("replay")}</SubmitButton>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
