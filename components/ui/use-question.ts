"use client";

import { useEffect, useState } from "react";
import { type FormAnswer, useDoneAction } from "@/components/ui/use-done-action";
import type { FormAction } from "@/lib/entry/action";

/**
 * A form in a dialog. Once it is done the dialog closes, before `onDone`. Where it failed the dialog says why, and opens
 * for that if it was closed meanwhile; whoever has closed it over that does not find it there when they ask again.
 */
export function useQuestion<T>(action: FormAction<T>, onDone?: (value: T) => void) {
  const [isOpen, setOpen] = useState(false);
  const [read, setRead] = useState<FormAnswer<T> | null>(null);
  const [answer, submit, isPending] = useDoneAction(action, (value) => {
    setOpen(false);
    onDone?.(value);
  });
  useEffect(() => {
    if (answer && answer.status !== "ok") setOpen(true);
  }, [answer]);
  const onOpenChange = (open: boolean) => {
    setOpen(open);
    if (!open) setRead(answer);
  };
  return { dialog: { open: isOpen, onOpenChange }, result: answer === read ? null : answer, submit, isPending };
}
