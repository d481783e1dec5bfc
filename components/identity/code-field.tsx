import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type CodeFieldProps = { id: string; label: string; error?: string | null; className?: string };

/** Takes the six digits of a mail, sent as `code`; a phone offers to fill them in. */
export function CodeField({ id, label, error, className }: CodeFieldProps) {
  return (
    <Field id={id} label={label} error={error} className={className}>
      {(control) => (
        <Input
          {...control}
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          pattern="[0-9]{3} ?[0-9]{3}"
          maxLength={7}
          required
          className="figures h-14 text-center font-mono text-2xl tracking-[0.3em]"
        />
      )}
    </Field>
  );
}
