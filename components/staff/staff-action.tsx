"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionError } from "@/components/portal/action-error";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { controlClasses, Input } from "@/components/ui/input";
import { KeptForm } from "@/components/ui/kept-form";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useTypedForm } from "@/components/ui/use-typed-form";
import type { FormAction } from "@/lib/entry/action";

export type StaffActionProps = {
  action: FormAction<string>;
  /** Unique on the page; the controls of the dialog are named after it. */
  id: string;
  /** What goes along, by name. */
  fields: Readonly<Record<string, string>>;
  /** What will happen and when, in the reader's language. `label` names the button where several say the same. */
  words: { trigger: string; label?: string; title: string; text: string; confirm: string; done: string };
  /** What came of it, by what the action gave back. */
  outcomes?: Readonly<Record<string, string>>;
  isDangerous?: boolean;
  /** Where part of an amount can be meant. */
  amount?: { label: string; hint: string; error: string; value: string };
  choices?: { name: string; label: string; options: readonly (readonly [value: string, text: string])[] }[];
};

/** Something that staff do for a customer: what will happen, a reason, and a word when it is done. */
export function StaffAction(props: StaffActionProps) {
  const { words } = props;
  const common = useTranslations("common");
  const [isOpen, setOpen] = useState(false);
  const [opened, setOpened] = useState(0);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (open) setOpened(opened + 1);
      }}
    >
      <DialogTrigger render={<Button variant="outline" size="sm" aria-label={words.label} />}>
        {words.trigger}
      </DialogTrigger>
      <DialogContent title={words.title} description={words.text} closeLabel={common("close")}>
        <WishForm key={opened} {...props} close={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

/** What stands in the dialog. However often it is sent, it is one wish; opened again, or refused for good, it is another. */
function WishForm({ close, ...props }: StaffActionProps & { close: () => void }) {
  const { id, fields, words, amount, choices = [] } = props;
  const t = useTranslations("staff.customerAction");
  const common = useTranslations("common");
  const toast = useToast();
  const [attempt, setAttempt] = useState(() => crypto.randomUUID());
  const send: FormAction<string> = async (previous, wish) => {
    const answer = await props.action(previous, wish);
    if (answer.status === "error" && answer.code === "conflict") setAttempt(crypto.randomUUID());
    return answer;
  };
  const { form, result } = useTypedForm(send, (outcome) => {
    close();
    toast(words.done, props.outcomes?.[outcome]);
  });
  const wrongField = result?.status === "error" ? result.field : null;
  const isOfField = wrongField === "reason" || wrongField === "amount";
  return (
    <KeptForm {...form} className="mt-5 grid gap-4">
      {Object.entries({ ...fields, attempt }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {amount ? (
        <Field
          id={`${id}-amount`}
          label={amount.label}
          hint={amount.hint}
          error={wrongField === "amount" ? amount.error : undefined}
        >
          {(control) => (
            <Input
              {...control}
              name="amount"
              inputMode="decimal"
              defaultValue={amount.value}
              required
              autoComplete="off"
            />
          )}
        </Field>
      ) : null}
      {choices.map(({ name, label, options }) => (
        <Field key={name} id={`${id}-${name}`} label={label}>
          {(control) => (
            <Select {...control} name={name}>
              {options.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      <Field
        id={`${id}-reason`}
        label={t("reason")}
        hint={t("reasonHint")}
        error={wrongField === "reason" ? t("reasonError") : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            name="reason"
            required
            minLength={5}
            maxLength={500}
            rows={2}
            className={cn(controlClasses, "h-auto py-2.5")}
          />
        )}
      </Field>
      {isOfField ? null : <ActionError result={result} />}
      <DialogActions className="mt-3">
        <DialogClose render={<Button variant="outline" />}>{common("cancel")}</DialogClose>
        <SubmitButton variant={props.isDangerous ? "danger" : "primary"}>{words.confirm}</SubmitButton>
      </DialogActions>
    </KeptForm>
  );
}
