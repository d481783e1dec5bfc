"use client";

import type { ComponentProps } from "react";
import { ActionError } from "@/components/portal/action-error";
import type { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { useToast } from "@/components/ui/toaster";
import { useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

type ActionFormProps = {
  action: FormAction<void>;
  /** What goes along, by name. */
  fields?: Readonly<Record<string, string>>;
  /** What is said in the corner when it was done; nothing where the page itself shows it. */
  done?: string;
} & Pick<ComponentProps<typeof Button>, "variant" | "size" | "children">;

/** One button that does one thing. */
export function ActionForm({ action, fields = {}, done, ...button }: ActionFormProps) {
  const toast = useToast();
  const [result, submit] = useDoneAction(action, () => done && toast(done));
  return (
    <form action={submit} className="contents">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton {...button} />
      <ActionError result={result} className="basis-full" />
    </form>
  );
}
