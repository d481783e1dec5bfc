import type { ReactNode } from "react";

/** What a page of the account is called, and what it is for. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div>
      <h1 className="text-title">{title}</h1>
      {children ? <p className="mt-2 max-w-prose text-pretty break-words text-soft-ink">{children}</p> : null}
    </div>
  );
}
