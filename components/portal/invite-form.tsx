"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { ActingFor } from "@/components/portal/acting-for";
import { ActionError } from "@/components/portal/action-error";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { KeptForm } from "@/components/ui/kept-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useTypedForm } from "@/components/ui/use-typed-form";
import type { FormAction } from "@/lib/entry/action";

/** Offers a seat to an address. `actingFor` is the account's public id. */
export function InviteForm({ action, actingFor }: { action: FormAction<void>; actingFor: string }) {
  const t = useTranslations("portal.members");
  const toast = useToast();
  const field = useRef<HTMLInputElement>(null);
  const { form, result } = useTypedForm(action, () => {
    if (field.current) field.current.value = "";
    toast(t("invited"), t("invitedText"));
  });
  const code = result?.status === "error" ? result.code : null;
  const about =
    code === "invalid_request" || code === "conflict" || code === "limit_reached" ? t(`error.${code}`) : null;
  return (
    <KeptForm {...form} className="mt-5 grid max-w-xl gap-4">
      <ActingFor account={actingFor} />
      <Field id="invite-email" label={t("address")} hint={t("addressHint")} error={about}>
        {(control) => (
          <Input {...control} ref={field} name="email" type="email" autoComplete="off" required maxLength={254} />
        )}
      </Field>
      {about ? null : <ActionError result={result} />}
      <SubmitButton className="justify-self-start">{t("invite")}</SubmitButton>
    </KeptForm>
  );
}
