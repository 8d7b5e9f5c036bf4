"use client";

import { type ReactNode, useId } from "react";
import { formText } from "@/lib/form-text";
import { type SecretLabels, SecretView } from "./secret-view";
import { EMPTY_TOKEN, type TokenAction, type TokenFault, type TokenState } from "./token-state";
import { FormField } from "@/components/ui/form-field";
import type { Field } from "@/components/ui/form-state";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";

type Choice = { value: string; label: string; note: string };

type Props = {
  action: TokenAction;
  scopes: readonly Choice[];
  maxDays: number;
  labels: SecretLabels & Record<"name" | "nameHint" | "scope" | "days" | "daysHint" | "submit", string>;
  /** The ways out: before, and when the secret has been seen. */
  cancel: ReactNode;
  done: ReactNode;
};

function lost(text: string, _: TokenState, form: FormData): TokenState {
  const values = { name: formText(form, "name"), scope: formText(form, "scope"), days: formText(form, "days") };
  return { values, error: { field: null, text }, made: null };
}

/** The form of a new token. When it is made, its secret takes the form's place: it is nowhere but in this answer. */
export function TokenForm({ action, scopes, maxDays, labels, cancel, done }: Props) {
  const [state, send, isPending] = useFormAction(action, EMPTY_TOKEN, lost);
  if (state.made) {
    return (
      <div className="grid gap-4">
        <p className="font-medium break-words">{state.made.name}</p>
        <SecretView secret={state.made.secret} labels={labels} />
        <div className="flex justify-end">{done}</div>
      </div>
    );
  }
  return (
    <form action={send} className="grid gap-4">
      {state.error?.field === null && !isPending && <Refusal text={state.error.text} />}
      <Line
        state={state}
        field={{ kind: "text", name: "name", label: labels.name, hint: labels.nameHint, maxLength: 100 }}
      />
      <Scopes label={labels.scope} choices={scopes} chosen={state.values.scope} />
      <Line
        state={state}
        field={{ kind: "number", name: "days", label: labels.days, hint: labels.daysHint, min: 1, max: maxDays }}
      />
      <div className="flex flex-wrap justify-end gap-2">
        {cancel}
        <SubmitButton isPending={isPending} className="button button-accent">
          {labels.submit}
        </SubmitButton>
      </div>
    </form>
  );
}

type LineProps = { field: Field & { name: Exclude<TokenFault, "scope"> }; state: TokenState };

function Line({ field, state: { values, error } }: LineProps) {
  const refusal = error?.field === field.name ? error.text : undefined;
  return <FormField field={field} id={useId()} values={[values[field.name]]} error={refusal} />;
}

function Scopes({ label, choices, chosen }: { label: string; choices: readonly Choice[]; chosen: string }) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">{label}</legend>
      {choices.map(({ value, label: choice, note }) => (
        <label key={`${value} ${chosen}`} className="flex items-start gap-2 rounded-md px-2 py-1.5 hover:bg-hover">
          <input
            type="radio"
            name="scope"
            value={value}
            defaultChecked={value === chosen}
            className="mt-0.5 size-4 accent-accent"
          />
          <span>
            {choice}
            <span className="block text-muted">{note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
