"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ActingFor } from "@/components/portal/acting-for";
import { ActionError } from "@/components/portal/action-error";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { KeptForm } from "@/components/ui/kept-form";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useTypedForm } from "@/components/ui/use-typed-form";
import { locales } from "@/lib/core/locales";
import type { FormAction } from "@/lib/entry/action";

type ProfileFormProps = { action: FormAction<string>; name: string | null; locale: string; actingFor: string };

/** One's own name and language. */
export function ProfileForm({ action, name, locale, actingFor }: ProfileFormProps) {
  const t = useTranslations("portal.settings");
  const languages = useTranslations("common.language");
  const router = useRouter();
  const toast = useToast();
  const { form, result, error } = useSettingsForm(action, "name", (saved) => {
    toast(saved);
    // The page that came with the answer is still in the language of before.
    router.refresh();
  });
  return (
    <KeptForm {...form} className="mt-5 grid max-w-xl gap-5">
      <ActingFor account={actingFor} />
      <Field id="profile-name" label={t("name")} hint={t("nameHint")} error={error}>
        {(control) => <Input {...control} name="name" defaultValue={name ?? ""} maxLength={60} autoComplete="name" />}
      </Field>
      <Field id="profile-locale" label={t("language")} hint={t("languageHint")}>
        {(control) => (
          <Select {...control} name="locale" defaultValue={locale}>
            {locales.map((one) => (
              <option key={one} value={one} lang={one}>
                {languages(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {error ? null : <ActionError result={result} />}
      <SubmitButton className="justify-self-start">{t("save")}</SubmitButton>
    </KeptForm>
  );
}

/** What the account is called. `actingFor` is its public id. */
export function AccountNameForm({
  action,
  name,
  actingFor,
}: {
  action: FormAction<void>;
  name: string | null;
  actingFor: string;
}) {
  const t = useTranslations("portal.settings");
  const toast = useToast();
  const { form, result, error } = useSettingsForm(action, "name", () => toast(t("saved")));
  return (
    <KeptForm {...form} className="mt-5 grid max-w-xl gap-5">
      <ActingFor account={actingFor} />
      <Field id="account-name" label={t("accountName")} hint={t("accountNameHint")} error={error}>
        {(control) => (
          <Input {...control} name="name" defaultValue={name ?? ""} maxLength={60} autoComplete="organization" />
        )}
      </Field>
      {error ? null : <ActionError result={result} />}
      <SubmitButton className="justify-self-start">{t("save")}</SubmitButton>
    </KeptForm>
  );
}

function useSettingsForm<T>(action: FormAction<T>, field: string, onSaved: (value: T) => void) {
  const t = useTranslations("portal.settings");
  const { form, result } = useTypedForm(action, onSaved);
  const error = result?.status === "error" && result.field === field ? t("nameError") : null;
  return { form, result, error };
}
