"use client";

import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { AdministratorFields, type AdministratorLabels } from "./administrator-fields";
import { KeyField, type KeyLabels } from "./key-field";
import { TextField } from "./text-field";
import { type SetupAction, useFirstRun } from "./use-first-run";

export type SetupLabels = KeyLabels &
  AdministratorLabels &
  Record<"token" | "tokenHint" | "submit" | "submitting", string>;

/**
 * Everything that the first run asks for, in one form. Set up applies the license key that was previewed; without
 * JavaScript it is checked with a button of its own.
 */
export function SetupForm({ action, labels }: { action: SetupAction; labels: SetupLabels }) {
  const { state, submit, isPending, isApplying, apply, form, field } = useFirstRun(action);
  return (
    <form
      ref={form}
      action={submit}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
      className="grid min-w-0 grid-cols-1 gap-6"
    >
      {state.problem && <Refusal text={state.problem} />}
      <TextField
        name="token"
        label={labels.token}
        hint={labels.tokenHint}
        fault={state.faults.token}
        defaultValue={state.values.token}
        autoComplete="off"
      />
      <KeyField field={field} state={state} isPending={isPending} labels={labels} />
      <AdministratorFields state={state} labels={labels} />
      <SubmitButton name="intent" value="apply" isPending={isApplying} className="button button-accent">
        {isApplying ? labels.submitting : labels.submit}
      </SubmitButton>
    </form>
  );
}
