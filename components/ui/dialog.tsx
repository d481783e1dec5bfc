"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

export const Dialog = Base.Root;
export const DialogTrigger = Base.Trigger;
export const DialogClose = Base.Close;

const backdropClasses =
  "fixed inset-0 z-40 bg-night/60 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0";

type DialogContentProps = {
  title: ReactNode;
  description?: ReactNode;
  closeLabel: string;
  className?: string;
  children: ReactNode;
};

/** A question in front of the page. Escape, the cross and a click beside it all mean "no". */
export function DialogContent({ title, description, closeLabel, className, children }: DialogContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Popup
        className={cn(
          "fixed inset-x-4 bottom-4 z-50 mx-auto max-h-[calc(100dvh-2rem)] max-w-lg overflow-y-auto rounded-card border border-line bg-card p-6 text-ink shadow-pop transition-[opacity,translate] duration-200 ease-gate sm:bottom-auto sm:top-[14dvh] sm:p-7",
          "data-ending-style:translate-y-3 data-ending-style:opacity-0 data-starting-style:translate-y-3 data-starting-style:opacity-0",
          className,
        )}
      >
        <Base.Title className="pr-10 font-display text-xl leading-tight">{title}</Base.Title>
        {description ? <Base.Description className="mt-2 text-soft-ink">{description}</Base.Description> : null}
        {children}
        <Base.Close
          aria-label={closeLabel}
          className="absolute right-3 top-3 grid size-11 place-items-center rounded-control text-soft-ink hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden="true" className="size-5" />
        </Base.Close>
      </Base.Popup>
    </Base.Portal>
  );
}

/** The dialog's buttons: the way out first for the keyboard, the act at the end of the line for the eye. */
export function DialogActions({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("mt-7 flex flex-col-reverse gap-3 sm:flex-row sm:justify-end", className)} {...props} />;
}
