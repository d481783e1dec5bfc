import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";

type Answer = { value: string; text: string };
type DecisionFormProps = {
  action: string;
  /** Null where there is nothing to agree to. */
  yes: Answer | null;
  no: Answer;
  children?: ReactNode;
};

/** A question with two answers, sent as `decision`; a plain form, so that it works without scripts. */
export function DecisionForm({ action, yes, no, children }: DecisionFormProps) {
  return (
    <form method="post" action={action} className="grid gap-3">
      {children}
      {yes ? (
        <SubmitButton name="decision" value={yes.value}>
          {yes.text}
        </SubmitButton>
      ) : null}
      {/* What the form asks for is needed for a yes alone. */}
      <Button type="submit" name="decision" value={no.value} variant="outline" formNoValidate>
        {no.text}
      </Button>
    </form>
  );
}
