import { useState } from "react";
import { useKeyPreview } from "@/components/import/use-key-preview";
import { useFormAction } from "@/components/ui/use-form-action";
import { formText } from "@/lib/form-text";
import { EMPTY_SETUP, type SetupState } from "./setup-state";

export type SetupAction = (state: SetupState, form: FormData) => Promise<SetupState>;

function lostSetup(problem: string, { values }: SetupState, form: FormData): SetupState {
  const typed = Object.keys(values).map((name) => [name, formText(form, name)]);
  return { ...EMPTY_SETUP, values: Object.fromEntries(typed), problem };
}

/** The script of the setup form: that of its license key, and the focus goes to the first field that was refused. */
export function useFirstRun(action: SetupAction) {
  const [state, submit, isPending] = useFormAction(action, EMPTY_SETUP, lostSetup);
  const [isApplying, setApplying] = useState(false);
  const preview = useKeyPreview({ state, known: state.values.key, submit, mayGoOn: isApplying, onRest });

  function onRest() {
    if (!isApplying) return;
    setApplying(false);
    preview.form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  function apply() {
    if (isApplying) return;
    setApplying(true);
    preview.apply();
  }

  return { ...preview, state, submit, isPending, isApplying, apply };
}
