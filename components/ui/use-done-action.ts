"use client";

import { unstable_rethrow } from "next/navigation";
import { useActionState, useEffect, useEffectEvent } from "react";
import type { ActionResult, FormAction } from "@/lib/entry/action";

/** What became of a form that was sent. `lost`: no answer came, and nobody here knows whether it was done. */
export type FormAnswer<T> = ActionResult<T> | { status: "lost" };

/**
 * Sends a form to its action. A connection that breaks, and an answer that somebody else gave, are answers as well: they
 * must not take the page away, and with it what was typed.
 */
export async function sendForm<T>(action: FormAction<T>, form: FormData): Promise<FormAnswer<T>> {
  try {
    return await action(null, form);
  } catch (error) {
    // An answer that leads to another page arrives as an error, too.
    unstable_rethrow(error);
    return { status: "lost" };
  }
}

/**
 * A form's action and what became of it. `onDone` runs once for each success, with what the action gave back, and before
 * the answer is shown: with it the form itself may be gone, and an effect of it would never run.
 */
export function useDoneAction<T>(
  action: FormAction<T>,
  onDone?: (value: T) => void,
): [result: FormAnswer<T> | null, submit: (form: FormData) => void, isPending: boolean] {
  const send = async (_previous: FormAnswer<T> | null, form: FormData): Promise<FormAnswer<T>> => {
    const answer = await sendForm(action, form);
    if (answer.status === "ok") onDone?.(answer.value);
    return answer;
  };
  // What the server gets to render is its own action: a form that is sent before the scripts have loaded works by it.
  const [result, submit, isPending] = useActionState<FormAnswer<T> | null, FormData>(
    typeof window === "undefined" ? action : send,
    null,
  );
  const tellWhatCameWithThePage = useEffectEvent(() => {
    if (result?.status === "ok") onDone?.(result.value);
  });
  useEffect(() => tellWhatCameWithThePage(), []);
  return [result, submit, isPending];
}
