"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActingFor } from "@/components/portal/acting-for";
import { ActionError } from "@/components/portal/action-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useDoneAction } from "@/components/ui/use-done-action";
import { useQuestion } from "@/components/ui/use-question";
import { toPublicId } from "@/lib/core/ids";
import type { FormAction } from "@/lib/entry/action";

/** Cancels, after saying what happens when. */
export function CancelButton({
  action,
  accountId,
  endsOn,
  isTrial,
}: {
  action: FormAction<void>;
  accountId: string;
  endsOn: string;
  isTrial: boolean;
}) {
  const t = useTranslations("portal.cancel");
  const actions = useTranslations("portal.actions");
  const common = useTranslations("common");
  const toast = useToast();
  const { dialog, result, submit, isPending } = useQuestion(action, () => toast(t("done"), t("doneText")));
  const steps = [
    { when: t("now"), what: t("nowText") },
    { when: t("until", { date: endsOn }), what: t("untilText") },
    { when: t("after", { date: endsOn }), what: t("afterText") },
  ];
  return (
    <Dialog {...dialog}>
      <DialogTrigger render={<Button variant="ghost" />}>{actions("cancel")}</DialogTrigger>
      <DialogContent title={isTrial ? t("titleTrial") : t("title")} closeLabel={common("close")}>
        <dl className="mt-5 grid gap-4 border-l-2 border-line pl-5">
          {steps.map(({ when, what }) => (
            <div key={when}>
              <dt className="font-semibold">{when}</dt>
              <dd className="text-soft-ink">{what}</dd>
            </div>
          ))}
        </dl>
        <ActionError result={result} className="mt-5" />
        <form action={submit}>
          <ActingFor account={toPublicId("account", accountId)} />
          <DialogActions>
            <DialogClose render={<Button variant="outline" />}>{t("keep")}</DialogClose>
            <SubmitButton pending={isPending} variant="danger">
              {t("confirm")}
            </SubmitButton>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Takes a cancellation back. */
export function KeepButton({ action, accountId }: { action: FormAction<void>; accountId: string }) {
  const t = useTranslations("portal");
  const toast = useToast();
  const [result, submit] = useDoneAction(action, () => toast(t("resumed.title"), t("resumed.text")));
  return (
    <form action={submit} className="contents">
      <ActingFor account={toPublicId("account", accountId)} />
      <SubmitButton>{t("actions.resume")}</SubmitButton>
      <ActionError result={result} className="basis-full" />
    </form>
  );
}

type BillingPageButtonProps = {
  action: FormAction<void>;
  accountId: string;
  /** What somebody wants to do there. */
  children: ReactNode;
};

/** Leads to Stripe's own page, where plan, seats, card and addresses are changed. */
export function BillingPageButton({ action, accountId, children }: BillingPageButtonProps) {
  const [result, submit] = useDoneAction(action);
  const from = usePathname();
  return (
    <form action={submit} className="contents">
      <input type="hidden" name="from" value={from} />
      <ActingFor account={toPublicId("account", accountId)} />
      <SubmitButton variant="outline">{children}</SubmitButton>
      <ActionError result={result} className="basis-full" />
    </form>
  );
}
