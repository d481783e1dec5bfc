"use client";

import { useProblem } from "@/components/portal/use-problem";
import { Alert } from "@/components/ui/alert";
import type { FormAnswer } from "@/components/ui/use-done-action";

/** What became of an action that was not done, or of which nobody heard; nothing where it was done. */
export function ActionError({ result, className }: { result: FormAnswer<unknown> | null; className?: string }) {
  const problem = useProblem(result);
  if (problem === null) return null;
  return (
    <Alert tone="bad" live className={className}>
      {problem}
    </Alert>
  );
}
