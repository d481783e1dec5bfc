"use client";

import type { ComponentProps } from "react";
import { ActingFor } from "@/components/portal/acting-for";
import { ActionError } from "@/components/portal/action-error";
import type { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

type ActionFormProps = {
  action: FormAction<void>;
  /** The public id of the account for which the page is shown. */
  actingFor: string;
  /** What goes along, by name. */
  fields?: Readonly<Record<string, string>>;
} & Pick<ComponentProps<typeof Button>, "variant" | "size" | "children">;

/** One button that does one thing, which the page then shows by itself. */
export function ActionForm({ action, actingFor, fields = {}, ...button }: ActionFormProps) {
  const [result, submit] = useDoneAction(action);
  return (
    <form action={submit} className="contents">
      <ActingFor account={actingFor} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton {...button} />
      <ActionError result={result} className="basis-full" />
    </form>
  );
}
