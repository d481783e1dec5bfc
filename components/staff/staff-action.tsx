"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useActionState, useState } from "react";
import { ActionError } from "@/components/portal/action-error";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { controlClasses, Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import type { ActionResult, FormAction } from "@/lib/entry/action";

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
  trigger?: ReactNode;
};

/** Something that staff do for a customer: what will happen, a reason, and a word when it is done. */
export function StaffAction(props: StaffActionProps) {
  const { id, fields, words, amount, choices = [] } = props;
  const t = useTranslations("staff.customerAction");
  const common = useTranslations("common");
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  // However often this one dialog is sent, it is one wish; opened again, or refused for good, it is another.
  const [attempt, setAttempt] = useState("");
  // A form is emptied once it was sent; what was typed must survive a refusal.
  const [typed, setTyped] = useState({ reason: "", amount: amount?.value ?? "" });
  // Told before the answer is shown: with it the button may be gone, and an effect of it would never run.
  const [result, submit] = useActionState<ActionResult<string> | Lost | null, FormData>(async (_previous, form) => {
    setTyped({ reason: String(form.get("reason") ?? ""), amount: String(form.get("amount") ?? "") });
    const answer = await props.action(null, form).catch(lostAnswer);
    if (answer.status === "ok") {
      setOpen(false);
      toast(words.done, props.outcomes?.[answer.value]);
    } else if (answer.status === "error" && answer.code === "conflict") setAttempt(crypto.randomUUID());
    return answer;
  }, null);
  const wrongField = result?.status === "error" ? result.field : null;
  const isOfField = wrongField === "reason" || wrongField === "amount";
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (!open) return;
        setAttempt(crypto.randomUUID());
        setTyped({ reason: "", amount: amount?.value ?? "" });
      }}
    >
      <DialogTrigger render={<Button variant="outline" size="sm" aria-label={words.label} />}>
        {props.trigger}
        {words.trigger}
      </DialogTrigger>
      <DialogContent title={words.title} description={words.text} closeLabel={common("close")}>
        <form action={submit} className="mt-5 grid gap-4">
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
                  defaultValue={typed.amount}
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
                defaultValue={typed.reason}
                minLength={5}
                maxLength={500}
                rows={2}
                className={cn(controlClasses, "h-auto py-2.5")}
              />
            )}
          </Field>
          {result?.status === "lost" ? (
            <Alert tone="bad" live>
              {t("lost")}
            </Alert>
          ) : null}
          {result?.status === "error" && !isOfField ? <ActionError result={result} /> : null}
          <DialogActions className="mt-3">
            <DialogClose render={<Button variant="outline" />}>{common("cancel")}</DialogClose>
            <SubmitButton variant={props.isDangerous ? "danger" : "primary"}>{words.confirm}</SubmitButton>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** No answer came: whether it was done, nobody here knows. */
type Lost = { status: "lost" };

/** A connection that broke must not take the page away, and with it what was typed and which wish it was. */
function lostAnswer(error: unknown): Lost {
  // What `fetch` rejects with. Where an answer leads to another page, Next throws something else.
  if (error instanceof TypeError) return { status: "lost" };
  throw error;
}
