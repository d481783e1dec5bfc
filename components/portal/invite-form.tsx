"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

/** Offers a seat to an address. `actingFor` is the account's public id. */
export function InviteForm({ action, actingFor }: { action: FormAction<void>; actingFor: string }) {
  const t = useTranslations("portal.members");
  const errors = useTranslations("errors.codes");
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const [result, submit] = useDoneAction(action, () => {
    form.current?.reset();
    toast(t("invited"), t("invitedText"));
  });
  const code = result?.status === "error" ? result.code : null;
  const about =
    code === "invalid_request" || code === "conflict" || code === "limit_reached" ? t(`error.${code}`) : null;
  return (
    <form ref={form} action={submit} className="mt-5 grid max-w-xl gap-4">
      <input type="hidden" name="acting_for" value={actingFor} />
      <Field id="invite-email" label={t("address")} hint={t("addressHint")} error={about}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" required maxLength={254} />}
      </Field>
      {code && !about ? (
        <Alert tone="bad" live>
          {errors.has(code) ? errors(code) : errors("internal")}
        </Alert>
      ) : null}
      <SubmitButton className="justify-self-start">{t("invite")}</SubmitButton>
    </form>
  );
}
