import type { VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { PendingButton } from "@/components/ui/pending-button";

type SubmitButtonProps = ComponentProps<typeof PendingButton> & VariantProps<typeof buttonVariants>;

/**
 * The button of a form. While the form is on its way it shows so, keeps its width, and takes no second click. Its looks
 * are decided where it is rendered: on a page of the server, none of what decides them is sent.
 */
export function SubmitButton({ className, variant, size, ...props }: SubmitButtonProps) {
  return <PendingButton {...props} className={cn(buttonVariants({ variant, size }), "relative", className)} />;
}
