"use client";

import type { ComponentProps } from "react";

/** A form that keeps what was typed. React empties a form once its action has answered, also where that was a refusal. */
export function KeptForm(props: Omit<ComponentProps<"form">, "onReset">) {
  return <form {...props} onReset={(event) => event.preventDefault()} />;
}
