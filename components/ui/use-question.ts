"use client";

import { useState } from "react";
import { type FormAnswer, useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

/**
 * A form in a dialog: done, it closes, before `onDone`. Why it failed was read by whoever closes it, and does not wait for
 * them when they ask again; an answer that came only after closing does.
 */
export function useQuestion<T>(action: FormAction<T>, onDone?: (value: T) => void) {
  const [isOpen, setOpen] = useState(false);
  const [read, setRead] = useState<FormAnswer<T> | null>(null);
  const [answer, submit] = useDoneAction(action, (value) => {
    setOpen(false);
    onDone?.(value);
  });
  const onOpenChange = (open: boolean) => {
    setOpen(open);
    if (!open) setRead(answer);
  };
  return { dialog: { open: isOpen, onOpenChange }, result: answer === read ? null : answer, submit };
}
