"use client";

import type { ComponentProps } from "react";

type KeptFormProps = Omit<ComponentProps<"form">, "onReset"> & Required<Pick<ComponentProps<"form">, "onInput">>;

/**
 * A form that keeps what was typed. React empties a form once its action has answered, also where that was a refusal.
 * `onInput` is what lets an answer go once it is about something else: `useTypedForm` has it.
 */
export function KeptForm(props: KeptFormProps) {
  return <form {...props} onReset={(event) => event.preventDefault()} />;
}
