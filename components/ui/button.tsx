import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** The looks of a button; also for links that are the page's next step. */
export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control border font-semibold transition-[background-color,border-color,color,box-shadow,translate] duration-150 active:translate-y-px disabled:pointer-events-none disabled:opacity-55 aria-disabled:pointer-events-none aria-disabled:opacity-55 [&_svg]:size-[1.1em] [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-primary text-on-primary shadow-card hover:bg-primary-strong",
        brass: "border-transparent bg-brass text-[oklch(0.235_0.035_172)] hover:brightness-105",
        outline: "border-control-line bg-transparent text-ink hover:border-ink hover:bg-sunken",
        quiet: "border-transparent bg-sunken text-ink hover:bg-line",
        ghost: "border-transparent bg-transparent text-ink hover:bg-sunken",
        danger: "border-transparent bg-ember text-paper hover:brightness-95",
        "on-night": "border-night-line bg-transparent text-on-night hover:border-on-night-soft hover:bg-night-raised",
      },
      size: {
        sm: "h-9 px-3.5 text-sm",
        md: "h-11 px-5 text-[0.9375rem]",
        lg: "h-13 px-7 text-base",
        icon: "size-11 p-0",
      },
    },
    defaultVariants: { variant: "primary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonVariants>;

/** A button that does nothing unless told: `type="submit"` is written out where it is meant. */
export function Button({ className, variant, size, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonVariants({ variant, size }), className)} {...props} />;
}
