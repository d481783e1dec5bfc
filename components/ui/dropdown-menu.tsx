"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

export const DropdownMenu = Base.Root;
export const DropdownMenuTrigger = Base.Trigger;
export const DropdownMenuRadioGroup = Base.RadioGroup;

const itemClasses =
  "flex w-full cursor-pointer select-none items-center gap-2.5 rounded-lg px-3 py-2.5 text-[0.9375rem] outline-none data-highlighted:bg-sunken [&_svg]:size-4 [&_svg]:text-soft-ink";

export function DropdownMenuContent({
  className,
  align = "end",
  children,
}: {
  className?: string;
  align?: "start" | "end";
  children: ReactNode;
}) {
  return (
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={8} collisionPadding={12} className="z-50 outline-none">
        <Base.Popup
          className={cn(
            "min-w-56 rounded-card border border-line bg-card p-1.5 text-ink shadow-pop outline-none transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:-translate-y-1 data-starting-style:opacity-0",
            className,
          )}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function DropdownMenuItem({ className, ...props }: ComponentProps<typeof Base.Item> & { className?: string }) {
  return <Base.Item className={cn(itemClasses, className)} {...props} />;
}

export function DropdownMenuLink({
  className,
  ...props
}: ComponentProps<typeof Base.LinkItem> & { className?: string }) {
  return <Base.LinkItem closeOnClick className={cn(itemClasses, className)} {...props} />;
}

export function DropdownMenuSeparator() {
  return <Base.Separator className="mx-2 my-1.5 h-px bg-line" />;
}
