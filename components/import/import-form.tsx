"use client";

import type { ReactNode } from "react";
import { useFormAction } from "@/components/ui/use-form-action";
import { useHasScript } from "@/components/ui/use-has-script";
import { Refusal } from "@/components/ui/refusal";
import { formText } from "@/lib/form-text";
import { EMPTY_IMPORT, type ImportState } from "./import-state";
import { PreviewNotes } from "./preview-notes";
import { PreviewTable, type PreviewLabels } from "./preview-table";
import { type KeyInput, useKeyPreview } from "./use-key-preview";

type Labels = PreviewLabels & Record<"key" | "placeholder" | "add" | "checking" | "pressAgain", string>;

type Props = {
  action: (state: ImportState, form: FormData) => Promise<ImportState>;
  /** Where to go when the key was applied. */
  next: string;
  labels: Labels;
  /** Stands beside Add: the way out. */
  children?: ReactNode;
};

/** Who presses Add so soon after the key was put in, as programs do, knows what is in it. */
const BREATH_MS = 500;

/** The field is described by why it is refused, and not by the whole preview. */
const REFUSAL = "import-refusal";

function lostImport(error: string, _: ImportState, form: FormData): ImportState {
  return { ...EMPTY_IMPORT, text: formText(form, "key"), error };
}

/**
 * A license key, what it will change, Add. The preview comes by itself while typing; Add applies exactly the text that
 * was previewed. Without JavaScript the first press shows the preview and the second applies it.
 */
export function ImportForm({ action, next, labels, children }: Props) {
  const [state, submit, isPending] = useFormAction(action, EMPTY_IMPORT, lostImport);
  const { form, field, apply } = useKeyPreview({ state, known: state.text, submit, hastyMs: BREATH_MS });
  const isReady = useHasScript();
  const answer = state.text === field.value && field.value !== "" ? state : null;
  const isWrong = answer !== null && answer.error !== null;
  return (
    <form
      ref={form}
      action={submit}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
      className="grid gap-4"
    >
      <KeyField field={field} isWrong={isWrong} labels={labels} />
      <input type="hidden" name="intent" value="apply" />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="reviewed" value={answer?.reviewed ?? ""} />
      <div aria-live="polite" aria-busy={isPending} className="grid gap-2 empty:hidden">
        {isPending && !answer && <p className="text-muted">{labels.checking}</p>}
        {answer?.preview && <PreviewNotes preview={answer.preview} />}
      </div>
      {answer?.error && <Refusal id={REFUSAL} text={answer.error} />}
      {answer?.preview && <PreviewTable preview={answer.preview} labels={labels} />}
      <div aria-live="polite" className="empty:hidden">
        {answer?.pressed && !answer.goOn && <p className="rounded-md bg-band px-3 py-2">{labels.pressAgain}</p>}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <button type="submit" disabled={isReady && field.value.trim() === ""} className="button button-accent">
          {labels.add}
        </button>
      </div>
    </form>
  );
}

function KeyField({ field, isWrong, labels }: { field: KeyInput; isWrong: boolean; labels: Labels }) {
  return (
    <label className="grid gap-1 font-medium">
      {labels.key}
      <textarea
        {...field}
        name="key"
        rows={5}
        required
        placeholder={labels.placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? REFUSAL : undefined}
        className="field resize-y font-mono text-xs font-normal break-all"
      />
    </label>
  );
}
