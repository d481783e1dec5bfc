"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useDoneAction } from "@/components/ui/use-done-action";
import type { ActionResult, FormAction } from "@/lib/entry/action";

type FormProps = { action: FormAction<void> };

/** Asks for the new address; `children` stand beside the button. */
export function NewAddressForm({ action, children }: FormProps & { children: ReactNode }) {
  const t = useTranslations("portal.settings.mailAddress");
  const { result, submit } = useMailAction(action);
  const error = useRefusal(result, "startError");
  return (
    <form action={submit} className="grid gap-4">
      <Field id="new-email" label={t("new")} hint={t("newHint")} error={error}>
        {(control) => (
          <Input
            {...control}
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
    </form>
  );
}

/** Takes the code from the mail to the new address. */
export function AddressCodeForm({ action }: FormProps) {
  const t = useTranslations("portal.settings.mailAddress");
  const [result, submit] = useDoneAction(action, () => undefined);
  const error = useRefusal(result, "codeError");
  return (
    <form action={submit} className="mt-4 grid gap-4">
      <Field id="address-code" label={t("code")} error={error}>
        {(control) => (
          <Input
            {...control}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            pattern="[0-9]{3} ?[0-9]{3}"
            maxLength={7}
            required
            className="figures max-w-56 font-mono text-xl tracking-[0.25em]"
          />
        )}
      </Field>
      <SubmitButton className="justify-self-start">{t("confirm")}</SubmitButton>
    </form>
  );
}

/** Has another mail sent to the new address. */
export function SendAgainForm({ action }: FormProps) {
  const t = useTranslations("portal.settings.mailAddress");
  const { result, submit } = useMailAction(action);
  const error = useRefusal(result, "startError");
  return (
    <form action={submit} className="contents">
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
  const [result, submit] = useDoneAction(action, () => toast(t("sent"), t("sentText")));
  return { result, submit };
}

/** Why an action was refused, in the words of this form. */
function useRefusal(result: ActionResult<void> | null, group: "startError" | "codeError"): string | null {
  const t = useTranslations("portal.settings.mailAddress");
  const errors = useTranslations("errors.codes");
  if (result?.status !== "error") return null;
  const { code } = result;
  if (t.has(`${group}.${code}`)) return t(`${group}.${code}`);
  return errors.has(code) ? errors(code) : errors("internal");
}
