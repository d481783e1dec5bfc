"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { ActionError } from "@/components/portal/action-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import type { ActionResult, FormAction } from "@/lib/entry/action";

/** Signs one browser out, after a question. `device` is its public id. */
export function DisconnectButton({ action, device, name }: { action: FormAction<void>; device: string; name: string }) {
  const t = useTranslations("portal.devices");
  const common = useTranslations("common");
  const toast = useToast();
  // Told before the answer is shown: with it this row is gone, and an effect of it would never run. Nothing is lost without
  // scripts, since the dialog needs them anyway.
  const [result, submit] = useActionState<ActionResult<void> | null, FormData>(async (previous, form) => {
    const answer = await action(previous, form);
    if (answer.status === "ok") toast(t("done", { name }));
    return answer;
  }, null);
  return (
    <Dialog>
      <DialogTrigger render={<Button variant="outline" size="sm" aria-label={t("disconnectOf", { name })} />}>
        {t("disconnect")}
      </DialogTrigger>
      <DialogContent title={t("confirmTitle", { name })} description={t("confirmText")} closeLabel={common("close")}>
        <ActionError result={result} className="mt-5" />
        <form action={submit}>
          <input type="hidden" name="device" value={device} />
          <DialogActions>
            <DialogClose render={<Button variant="outline" />}>{common("cancel")}</DialogClose>
            <SubmitButton variant="danger">{t("disconnect")}</SubmitButton>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
