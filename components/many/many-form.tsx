"use client";

import { type ReactNode, useRef, useState } from "react";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFocusHeir } from "@/components/ui/use-focus-heir";
import { formText } from "@/lib/form-text";
import type { ManyState } from "./many-state";
import { ManyResults, type ResultLabels } from "./many-results";
import { type Choice, WishFields, type WishLabels } from "./wish-fields";

type Props = {
  action: (state: ManyState, form: FormData) => Promise<ManyState>;
  initial: ManyState;
  scopes: Choice[];
  licenses: Choice[];
  /** Ids of the users of this page. */
  userIds: string[];
  labels: ResultLabels & WishLabels & { preview: string };
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
  const preview = isTouched ? null : state.preview;
  return (
    <form action={submit} onChange={() => setTouched(true)} onSubmit={() => setTouched(false)} className="grid gap-4">
      <input type="hidden" name="userIds" value={userIds.join(",")} />
      <input type="hidden" name="reviewed" value={isTouched ? "" : state.reviewed} />
      <WishFields wish={state.wish} scopes={scopes} licenses={licenses} labels={labels} />
      <div aria-live="polite" className="grid gap-3 empty:hidden">
        {preview && <p className="rounded-md bg-band px-3 py-2 font-medium">{preview.text}</p>}
        {state.done && <p className="rounded-md bg-good-soft px-3 py-2 font-medium text-good">{state.done.text}</p>}
      </div>
      {state.error && !isPending && <Refusal text={state.error} />}
      {state.done && state.done.rows.length > 0 && <ManyResults done={state.done} labels={labels} />}
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
