import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

type FieldProps = {
  /** The id of the control inside, which the label, hint and error belong to. */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
  children: (control: {
    id: string;
    "aria-invalid": true | undefined;
    "aria-describedby": string | undefined;
  }) => ReactNode;
};

/** A control with its label, hint and error, tied together for those who listen to the page. */
export function Field({ id, label, hint, error, className, children }: FieldProps) {
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter((part) => part !== null);
  return (
    <div className={cn("grid gap-1.5", className)}>
      <Label htmlFor={id}>{label}</Label>
      {children({ id, "aria-invalid": error ? true : undefined, "aria-describedby": described.join(" ") || undefined })}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-soft-ink">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-ember-ink">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** The name of a control. */
export function Label({ htmlFor, className, children }: { htmlFor: string; className?: string; children: ReactNode }) {
  return (
    <label htmlFor={htmlFor} className={cn("text-sm font-semibold", className)}>
      {children}
    </label>
  );
}
