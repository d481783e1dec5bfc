"use client";

import { useActionState, useEffect, useEffectEvent } from "react";
import type { ActionResult, FormAction } from "@/lib/entry/action";

/**
 * A form's action and what became of it. `onDone` runs once for each success, with what the action gave back. The
 * server's own action is what React gets, so that a form which was sent before the scripts had loaded works too.
 */
export function useDoneAction<T>(
  action: FormAction<T>,
  onDone: (value: T) => void,
): [result: ActionResult<T> | null, submit: (form: FormData) => void] {
  const [result, submit] = useActionState(action, null);
  const announce = useEffectEvent(onDone);
  useEffect(() => {
    if (result?.status === "ok") announce(result.value);
  }, [result]);
  return [result, submit];
}
