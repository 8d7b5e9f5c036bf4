import type { InputHTMLAttributes } from "react";
import { Refusal } from "@/components/ui/refusal";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "name" | "className"> & {
  name: string;
  label: string;
  hint?: string;
  fault: string | undefined;
};

/** A required field with what helps to fill it and, beside it, what is wrong with what was typed. */
export function TextField({ name, label, hint, fault, ...input }: Props) {
  const about = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(" ");
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={name} className="font-medium">
        {label}
      </label>
      <input
        {...input}
        id={name}
        name={name}
        required
        spellCheck={false}
        autoCapitalize="none"
        aria-invalid={fault !== undefined}
        aria-describedby={about || undefined}
        className="field"
      />
      {hint && (
        <p id={`${name}-hint`} className="text-muted">
          {hint}
        </p>
      )}
      {fault && <Refusal id={`${name}-fault`} text={fault} />}
    </div>
  );
}
