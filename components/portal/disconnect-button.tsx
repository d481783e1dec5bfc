"use client";

import { useTranslations } from "next-intl";
import { ActionError } from "@/components/portal/action-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

/** Signs one browser out, after a question. `device` is its public id. */
export function DisconnectButton({ action, device, name }: { action: FormAction<void>; device: string; name: string }) {
  const t = useTranslations("portal.devices");
  const common = useTranslations("common");
  const toast = useToast();
  const [result, submit] = useDoneAction(action, () => toast(t("done", { name })));
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
