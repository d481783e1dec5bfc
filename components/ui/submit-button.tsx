"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";

/** The button of a form. While the form is on its way it shows so, keeps its width, and takes no second click. */
export function SubmitButton({
  children,
  pending,
  className,
  ...props
}: ComponentProps<typeof Button> & { pending?: boolean }) {
  const status = useFormStatus();
  const isBusy = pending ?? status.pending;
  return (
    <Button
      {...props}
      type="submit"
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else props.onClick?.(event);
      }}
      className={cn("relative", className)}
    >
      <span className={cn("inline-flex items-center gap-2", isBusy && "opacity-0")}>{children}</span>
      {isBusy && (
        <span className="absolute inset-0 grid place-items-center" aria-hidden="true">
          <LoaderCircle className="animate-spin" />
        </span>
      )}
    </Button>
  );
}
