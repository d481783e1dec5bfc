"use client";

import { useState } from "react";
import { type FormAnswer, useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

/**
 * As `useDoneAction`, for a form that is typed into. An answer is about what was sent: once that is changed it is gone,
 * so that no error stands beside what was corrected. Spread `form` on the form.
 */
export function useTypedForm<T>(action: FormAction<T>, onDone?: (value: T) => void) {
  const [answer, submit] = useDoneAction(action, onDone);
  const [outdated, setOutdated] = useState<FormAnswer<T> | null>(null);
  const form = { action: submit, onInput: () => setOutdated(answer) };
  return { form, result: answer === outdated ? null : answer };
}
