"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActingFor } from "@/components/portal/acting-for";
import { ActionError } from "@/components/portal/action-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useQuestion } from "@/components/ui/use-question";
import type { FormAction } from "@/lib/entry/action";

type ConfirmButtonProps = {
  action: FormAction<void>;
  /** The public id of the account for which the page is shown. */
  actingFor: string;
  /** What goes along, by name. */
  fields?: Readonly<Record<string, string>>;
  children: ReactNode;
  /** The button's name, where the words on it do not say enough by themselves. */
  label?: string;
  title: string;
  text: string;
  confirm: string;
  /** What to say when it is done; without it the page says so by itself. */
  done?: string;
};

/** A button that asks before it does what can't be taken back. */
export function ConfirmButton({
  action,
  actingFor,
  fields = {},
  children,
  label,
  title,
  text,
  confirm,
  done,
}: ConfirmButtonProps) {
  const common = useTranslations("common");
  const toast = useToast();
  const { dialog, result, submit, isPending } = useQuestion(action, () => {
    if (done) toast(done);
  });
  return (
    <Dialog {...dialog}>
      <DialogTrigger render={<Button variant="outline" size="sm" aria-label={label} />}>{children}</DialogTrigger>
      <DialogContent title={title} description={text} closeLabel={common("close")}>
        <ActionError result={result} className="mt-5" />
        <form action={submit}>
          <ActingFor account={actingFor} />
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <DialogActions>
            <DialogClose render={<Button variant="outline" />}>{common("cancel")}</DialogClose>
            <SubmitButton pending={isPending} variant="danger">
              {confirm}
            </SubmitButton>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
