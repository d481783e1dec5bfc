import { Check, Minus } from "lucide-react";
import { cn } from "@/components/ui/class-names";
import type { StepState } from "@/lib/onboarding/decide-progress";

/** The number of a step, or what became of it. The words beside it say the same. */
export function StepMark({ number, state }: { number: number; state: StepState }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "figures grid size-9 shrink-0 place-items-center rounded-full border font-semibold [&>svg]:size-4.5",
        state === "done" && "border-transparent bg-leaf-wash text-leaf-ink",
        state === "skipped" && "border-line bg-sunken text-soft-ink",
        state === "open" && "border-control-line text-ink",
      )}
    >
      {state === "done" ? <Check /> : state === "skipped" ? <Minus /> : number}
    </span>
  );
}
