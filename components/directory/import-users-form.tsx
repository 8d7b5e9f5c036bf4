"use client";

import { type ReactNode, useRef, useState } from "react";
import { Refusal } from "@/components/ui/refusal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { useFocusHeir } from "@/components/ui/use-focus-heir";
import { formText } from "@/lib/form-text";
import { ImportReport, ImportSum, type ReportLabels } from "./import-report";
import { NO_IMPORT, type UserImportAction, type UserImportState } from "./import-state";

type Props = {
  action: UserImportAction;
  /** The largest list, so that what is too large is not sent at all. */
  maxBytes: number;
  labels: ReportLabels & {
    file: string;
    text: string;
    hint: string;
    placeholder: string;
    preview: string;
    apply: string;
    checking: string;
    done: string;
    tooLarge: string;
  };
  children: ReactNode;
};

function lost(error: string, _: UserImportState, form: FormData): UserImportState {
  return { ...NO_IMPORT, text: formText(form, "text"), error };
}

/** A file or a pasted list, what it will do, Apply. What is applied is exactly the text whose preview stands there. */
export function ImportUsersForm({ action, maxBytes, labels, children }: Props) {
  const [state, submit, isPending] = useFormAction(action, NO_IMPORT, lost);
  const [tooLarge, setTooLarge] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useFocusHeir(first, state);

  /** A body beyond the server's bound would be lost with everything typed. */
  function isTooLarge(): boolean {
    const typed = new Blob([text.current?.value ?? ""]).size;
    return typed > maxBytes || (file.current?.files?.[0]?.size ?? 0) > maxBytes;
  }

  const error = tooLarge ? labels.tooLarge : state.error;
  const canApply = state.report?.isUseful === true && !state.applied;
  return (
    <form
      action={submit}
      onSubmit={(event) => {
        const refused = isTooLarge();
        setTooLarge(refused);
        if (refused) event.preventDefault();
      }}
      className="grid gap-4"
    >
      <p className="text-muted">{labels.hint}</p>
      <label className="grid gap-1 font-medium">
        {labels.file}
        <input
          ref={file}
          type="file"
          name="file"
          accept=".csv,.txt,text/csv,text/plain"
          className="field py-1 font-normal file:mr-3 file:rounded-sm file:border-0 file:bg-band file:px-2 file:py-1 file:text-ink"
        />
      </label>
      <label className="grid gap-1 font-medium">
        {labels.text}
        <textarea
          ref={text}
          name="text"
          rows={state.report ? 3 : 7}
          defaultValue={state.text}
          placeholder={labels.placeholder}
          spellCheck={false}
          aria-invalid={error !== null}
          aria-describedby={error === null || isPending ? undefined : "import-users-refusal"}
          className="field resize-y font-mono text-xs font-normal"
        />
      </label>
      <input type="hidden" name="reviewed" value={state.reviewed} />
      <div aria-live="polite" aria-busy={isPending} className="grid min-w-0 gap-2 empty:hidden">
        {isPending && <p className="text-muted">{labels.checking}</p>}
        {!isPending && state.report && <ImportSum report={state.report} />}
      </div>
      {!isPending && error && <Refusal id="import-users-refusal" text={error} />}
      {!isPending && state.report && (
        <ImportReport report={state.report} labels={state.applied ? { ...labels, title: labels.done } : labels} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <SubmitButton
          ref={first}
          name="intent"
          value="preview"
          isPending={isPending}
          className={canApply ? "button" : "button button-accent"}
        >
          {labels.preview}
        </SubmitButton>
        {canApply && (
          <SubmitButton name="intent" value="apply" isPending={isPending} className="button button-accent">
            {labels.apply}
          </SubmitButton>
        )}
      </div>
    </form>
  );
}
