"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

export const Tabs = Base.Root;

export function TabsList({ className, ...props }: ComponentProps<typeof Base.List> & { className?: string }) {
  return <Base.List className={cn("flex gap-1 overflow-x-auto border-b border-line", className)} {...props} />;
}

export function Tab({ className, ...props }: ComponentProps<typeof Base.Tab> & { className?: string }) {
  return (
    <Base.Tab
      className={cn(
        "-mb-px whitespace-nowrap border-b-2 border-transparent px-3.5 py-2.5 text-sm font-semibold text-soft-ink outline-offset-[-2px] hover:text-ink data-active:border-primary data-active:text-ink",
        className,
      )}
      {...props}
    />
  );
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Base.Panel> & { className?: string }) {
  return <Base.Panel className={cn("pt-5", className)} {...props} />;
}
