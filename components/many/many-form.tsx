"use client";

import { type ReactNode, useRef, useState } from "react";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFocusHeir } from "@/components/ui/use-focus-heir";
import { formText } from "@/lib/form-text";
import type { ManyState } from "./many-state";
import { ManyResults, type ResultLabels } from "./many-results";

type Choice = { value: string; label: string };

type Props = {
  action: (state: ManyState, form: FormData) => Promise<ManyState>;
  initial: ManyState;
  scopes: Choice[];
  licenses: Choice[];
  /** Ids of the users of this page. */
  userIds: string[];
  labels: ResultLabels &
    Record<"who" | "license" | "what" | "assign" | "revoke" | "when" | "fill" | "whole" | "preview", string>;
  /** The way out. */
  children: ReactNode;
};

function lost(error: string, state: ManyState, form: FormData): ManyState {
  const chosen = (name: string) => formText(form, name);
  const scope = chosen("scope") === "all" ? "all" : "page";
  const wish = {
    scope,
    licenseId: chosen("licenseId"),
    held: chosen("held") === "true",
    whole: chosen("whole") === "true",
  } as const;
  return { ...state, wish, preview: null, reviewed: "", error };
}

/** Who, which license, and what. The first press shows what would happen, the second does exactly that. */
export function ManyForm({ action, initial, scopes, licenses, userIds, labels, children }: Props) {
  const [state, submit, isPending] = useFormAction(action, initial, lost);
  const main = useRef<HTMLButtonElement>(null);
  useFocusHeir(main, state);
  // A preview speaks of the choices it was made from; any other choice takes it away.
  const [isTouched, setTouched] = useState(false);
  const { wish } = state;
  const preview = isTouched ? null : state.preview;
  return (
    <form action={submit} onChange={() => setTouched(true)} onSubmit={() => setTouched(false)} className="grid gap-4">
      <input type="hidden" name="userIds" value={userIds.join(",")} />
      <input type="hidden" name="reviewed" value={isTouched ? "" : state.reviewed} />
      <Radios legend={labels.who} name="scope" value={wish.scope} choices={scopes} />
      <label className="grid gap-1 font-medium">
        {labels.license}
        <select
          name="licenseId"
          defaultValue={wish.licenseId}
          key={wish.licenseId}
          required
          className="field font-normal"
        >
          {licenses.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Radios
        legend={labels.what}
        name="held"
        value={String(wish.held)}
        choices={[
          { value: "true", label: labels.assign },
          { value: "false", label: labels.revoke },
        ]}
      />
      <div className="when">
        <Radios
          legend={labels.when}
          name="whole"
          value={String(wish.whole)}
          choices={[
            { value: "false", label: labels.fill },
            { value: "true", label: labels.whole },
          ]}
        />
      </div>
      <div aria-live="polite" className="grid gap-3 empty:hidden">
        {state.error && !isPending && <Refusal text={state.error} />}
        {preview && <p className="rounded-md bg-band px-3 py-2 font-medium">{preview.text}</p>}
        {state.done && <ManyResults done={state.done} labels={labels} />}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        {/* The first button of a form is what Enter presses, wherever it stands on screen. */}
        <SubmitButton ref={main} isPending={isPending} className="button button-accent order-last">
          {preview?.apply ?? labels.preview}
        </SubmitButton>
        {state.done?.actId && (
          <SubmitButton name="undo" value={state.done.actId} isPending={isPending} className="button">
            {labels.undo}
          </SubmitButton>
        )}
      </div>
    </form>
  );
}

function Radios({ legend, name, value, choices }: { legend: string; name: string; value: string; choices: Choice[] }) {
  return (
    <fieldset key={value}>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {choices.map((choice) => (
          <label key={choice.value} className="flex min-h-6 items-center gap-2">
            <input
              type="radio"
              name={name}
              value={choice.value}
              defaultChecked={choice.value === value}
              className="size-4 accent-accent"
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
