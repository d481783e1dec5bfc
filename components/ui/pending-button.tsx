"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";

/** A submit button that shows when its form is on its way; `SubmitButton` gives it its looks. */
export function PendingButton({
  children,
  pending,
  onClick,
  ...props
}: ComponentProps<"button"> & { pending?: boolean }) {
  const status = useFormStatus();
  const isBusy = pending ?? status.pending;
  return (
    <button
      {...props}
      type="submit"
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className={`inline-flex items-center gap-2 ${isBusy ? "opacity-0" : ""}`}>{children}</span>
      {isBusy ? (
        <span className="absolute inset-0 grid place-items-center" aria-hidden="true">
          <span className="size-[1.1em] animate-spin rounded-full border-2 border-current border-r-transparent" />
        </span>
      ) : null}
    </button>
  );
}
