"use client";

import type { ReactNode } from "react";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { formText } from "@/lib/form-text";
import type { NameAction, NameState } from "./channel-state";

type Props = {
  action: NameAction;
  /** Members that the form hands on: which channel or kind, and where to go on. */
  kept: Record<string, string>;
  name: string;
  domain: string;
  /** Domains to choose from; none or one: no choice is shown. */
  domains: readonly string[];
  labels: { name: string; hint: string; placeholder: string; domain: string; submit: string };
  /** Stands beside the button: the way out. */
  children: ReactNode;
};

function lost(text: string, { domain }: NameState, form: FormData): NameState {
  const refusal = { field: null, text };
  return { name: formText(form, "name"), domain: form.has("domain") ? formText(form, "domain") : domain, refusal };
}

/** A channel's name, and its domain where there is a choice. A refusal stands beside its field; the typed text stays. */
export function NameForm({ action, kept, name, domain, domains, labels, children }: Props) {
  const [state, submit, isPending] = useFormAction(action, { name, domain, refusal: null }, lost);
  const refusal = isPending ? null : state.refusal;
  return (
    <form action={submit} className="grid gap-4">
      {Object.entries(kept).map(([member, value]) => (
        <input key={member} type="hidden" name={member} value={value} />
      ))}
      {refusal?.field === null && <Refusal text={refusal.text} />}
      <div className="grid gap-1">
        <label className="grid gap-1 font-medium">
          {labels.name}
          <input
            name="name"
            defaultValue={state.name}
            placeholder={labels.placeholder}
            maxLength={200}
            required
            autoComplete="off"
            aria-invalid={refusal?.field === "name"}
            aria-describedby="name-answer"
            className="field font-normal"
          />
        </label>
        <div id="name-answer">
          {refusal?.field === "name" ? (
            <Refusal text={refusal.text} />
          ) : (
            <span className="text-muted">{labels.hint}</span>
          )}
        </div>
      </div>
      {domains.length > 1 && (
        <div className="grid gap-1">
          <label className="grid gap-1 font-medium">
            {labels.domain}
            <select
              name="domain"
              key={state.domain}
              defaultValue={state.domain}
              aria-invalid={refusal?.field === "domain"}
              className="field font-normal"
            >
              {domains.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          {refusal?.field === "domain" && <Refusal text={refusal.text} />}
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <SubmitButton isPending={isPending} className="button button-accent">
          {labels.submit}
        </SubmitButton>
      </div>
    </form>
  );
}
