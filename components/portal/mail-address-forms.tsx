"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { CodeField } from "@/components/identity/code-field";
import { ActingFor } from "@/components/portal/acting-for";
import { useProblem } from "@/components/portal/use-problem";
import { hasText } from "@/components/texts/has-text";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { KeptForm } from "@/components/ui/kept-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import type { FormAnswer } from "@/components/ui/use-done-action";
import { useTypedForm } from "@/components/ui/use-typed-form";
import type { FormAction } from "@/lib/entry/action";

type FormProps = {
  action: FormAction<void>;
  /** The public id of the account for which the page is shown. */
  actingFor: string;
};

/** Asks for the new address; `children` stand beside the button. It comes where the link was that opened it, and takes the focus. */
export function NewAddressForm({ action, actingFor, children }: FormProps & { children: ReactNode }) {
  const t = useTranslations("portal.settings.mailAddress");
  const { form, result } = useMailAction(action);
  const error = useRefusal(result, "startError");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <KeptForm {...form} className="grid gap-4">
      <ActingFor account={actingFor} />
      <Field id="new-email" label={t("new")} hint={t("newHint")} error={error}>
        {(control) => (
          <Input
            {...control}
            ref={field}
            name="email"
            type="email"
            autoComplete="email"
            inputMode="email"
            required
            maxLength={254}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{t("send")}</SubmitButton>
        {children}
      </div>
    </KeptForm>
  );
}

/** Takes the code from the mail to the new address. */
export function AddressCodeForm({ action, actingFor }: FormProps) {
  const t = useTranslations("portal.settings.mailAddress");
  const { form, result } = useTypedForm(action);
  const error = useRefusal(result, "codeError");
  return (
    <KeptForm {...form} className="mt-4 grid gap-4">
      <ActingFor account={actingFor} />
      <CodeField id="address-code" label={t("code")} error={error} className="max-w-56" />
      <SubmitButton className="justify-self-start">{t("confirm")}</SubmitButton>
    </KeptForm>
  );
}

/** Has another mail sent to the new address. */
export function SendAgainForm({ action, actingFor }: FormProps) {
  const t = useTranslations("portal.settings.mailAddress");
  const { form, result } = useMailAction(action);
  const error = useRefusal(result, "startError");
  return (
    <form {...form} className="contents">
      <ActingFor account={actingFor} />
      <SubmitButton variant="outline" size="sm">
        {t("sendAgain")}
      </SubmitButton>
      {error ? (
        <Alert tone="bad" live className="order-last basis-full">
          {error}
        </Alert>
      ) : null}
    </form>
  );
}

/** An action that sends a mail, and says so. */
function useMailAction(action: FormAction<void>) {
  const t = useTranslations("portal.settings.mailAddress");
  const toast = useToast();
  return useTypedForm(action, () => toast(t("sent"), t("sentText")));
}

/** What to say of a refusal: in the words of this form where it has any. */
function useRefusal(result: FormAnswer<void> | null, group: "startError" | "codeError"): string | null {
  const t = useTranslations("portal.settings.mailAddress");
  const problem = useProblem(result);
  const key = result?.status === "error" ? (`${group}.${result.code}` as const) : null;
  return key && hasText(t, key) ? t(key) : problem;
}
