"use client";

import { type ReactNode, useId } from "react";
import { formTexts } from "@/lib/form-text";
import { Refusal } from "./refusal";
import { SubmitButton } from "./submit-button";
import { useFormAction } from "./use-form-action";
import { FormField } from "./form-field";
import { type Field, type FormAction, type FormState, untouched } from "./form-state";

type Props = {
  action: FormAction;
  /** Members that the form hands on: whom it is about, and where to go on. */
  kept: Record<string, string>;
  fields: readonly Field[];
  values: Record<string, string[]>;
  /** Values that nobody types: handed back as they were shown. */
  carried?: readonly string[];
  submit: string;
  look: "accent" | "danger" | "plain";
  /** Stands beside the button: the way out. */
  children?: ReactNode;
};

const LOOK = {
  accent: "button button-accent",
  danger: "button button-danger",
  plain: "button",
};

/** What was typed into these fields, but never a password. */
function typed(form: FormData, fields: readonly Field[], carried: readonly string[]): Record<string, string[]> {
  const names = fields.flatMap(({ kind, name }) => (kind === "password" ? [] : [name]));
  return Object.fromEntries([...names, ...carried].map((name) => [name, formTexts(form, name)]));
}

/** Passwords that were typed and may be left out are asked for once more. */
function askedAgain(form: FormData, fields: readonly Field[]): Record<string, string> {
  const asked = fields.flatMap((field): [string, string][] =>
    field.kind === "password" && field.again && form.get(field.name) ? [[field.name, field.again]] : [],
  );
  return Object.fromEntries(asked);
}

/** A form as its fields say. Each refusal stands beside its field, and what was typed stays. */
export function FieldsForm({ action, kept, fields, values, carried = [], submit, look, children }: Props) {
  const [state, send, isPending] = useFormAction(
    action,
    untouched(values),
    (failure, _, form): FormState => ({
      ...untouched(typed(form, fields, carried)),
      errors: askedAgain(form, fields),
      failure,
    }),
  );
  const id = useId();
  return (
    <form action={send} className="grid gap-4">
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {carried.flatMap((name) =>
        state.values[name]?.map((value) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />),
      )}
      {state.failure && !isPending && <Refusal text={state.failure} />}
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          id={`${id}-${field.name}`}
          values={state.values[field.name] ?? []}
          error={isPending ? undefined : state.errors[field.name]}
        />
      ))}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <output className="mr-auto text-good">{isPending ? null : state.done}</output>
        {children}
        <SubmitButton isPending={isPending} className={LOOK[look]}>
          {submit}
        </SubmitButton>
      </div>
    </form>
  );
}
