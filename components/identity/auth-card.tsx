import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

/** The frame of every page on which somebody says who they are: one card, one heading, one thing to do. */
export function AuthCard({ heading, lead, children }: { heading: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="shell flex justify-center py-12 sm:py-20">
      <Card className="w-full max-w-md self-start">
        <h1 className="text-2xl leading-tight sm:text-[1.75rem]">{heading}</h1>
        {lead ? <p className="mt-3 text-pretty text-soft-ink">{lead}</p> : null}
        {children ? <div className="mt-6 grid gap-5">{children}</div> : null}
      </Card>
    </div>
  );
}
