"use client";

import { type ReactNode, startTransition, useEffect, useEffectEvent, useRef, useState } from "react";
import { sentText } from "@/components/ui/sent-text";
import { useFormAction } from "@/components/ui/use-form-action";
import { useHasScript } from "@/components/ui/use-has-script";
import { EMPTY_IMPORT, type ImportState } from "./import-state";
import { PreviewTable, type PreviewLabels } from "./preview-table";

type Props = {
  action: (state: ImportState, form: FormData) => Promise<ImportState>;
  /** Where to go when the key was applied. */
  next: string;
  labels: PreviewLabels & Record<"key" | "placeholder" | "add" | "checking" | "pressAgain", string>;
  /** Stands beside Add: the way out. */
  children?: ReactNode;
};

/** Long enough for a paste to be over, short enough to be there before the pointer reaches Add. */
const TYPING_PAUSE_MS = 120;

/** Who presses Add so soon after the key was put in, as programs do, knows what is in it. */
const BREATH_MS = 500;

function lostImport(error: string, _: ImportState, form: FormData): ImportState {
  return { ...EMPTY_IMPORT, text: sentText(form, "key"), error };
}

/**
 * A license key, what it will change, Add. The preview comes by itself while typing; Add applies exactly the text that
 * was previewed. Without JavaScript the first press shows the preview and the second applies it.
 */
export function ImportForm({ action, next, labels, children }: Props) {
  const [state, submit, isPending] = useFormAction(action, EMPTY_IMPORT, lostImport);
  const [text, setText] = useState(state.text);
  const isReady = useHasScript();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const typedAt = useRef(Number.NEGATIVE_INFINITY);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  function send(intent: "preview" | "apply") {
    clearTimeout(pause.current);
    if (form.current === null) return;
    const data = new FormData(form.current);
    data.set("intent", intent);
    if (performance.now() - typedAt.current < BREATH_MS) data.set("hasty", "1");
    startTransition(() => submit(data));
  }

  function typed(value: string) {
    setText(value);
    clearTimeout(pause.current);
    if (value.trim() !== "") pause.current = setTimeout(send, TYPING_PAUSE_MS, "preview");
  }

  // What was typed before this script arrived is kept, and previewed.
  const onArrival = useEffectEvent(() => {
    if (field.current?.value) typed(field.current.value);
  });
  const onAnswer = useEffectEvent((answer: ImportState) => {
    if (answer.goOn && answer.reviewed === field.current?.value) send("apply");
  });
  useEffect(() => onArrival(), []);
  useEffect(() => onAnswer(state), [state]);
  useEffect(() => () => clearTimeout(pause.current), []);

  const isShown = state.text === text && text !== "";
  return (
    <form
      ref={form}
      action={submit}
      onSubmit={(event) => {
        event.preventDefault();
        send("apply");
      }}
      className="grid gap-4"
    >
      <label className="grid gap-1 font-medium">
        {labels.key}
        <textarea
          ref={field}
          name="key"
          rows={5}
          required
          value={text}
          onChange={(event) => {
            typedAt.current = performance.now();
            typed(event.target.value);
          }}
          placeholder={labels.placeholder}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isShown && state.error !== null}
          aria-describedby="import-answer"
          className="field resize-y font-mono text-xs font-normal break-all"
        />
      </label>
      <input type="hidden" name="intent" value="apply" />
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="reviewed" value={isShown ? (state.reviewed ?? "") : ""} />
      <div id="import-answer" aria-live="polite" aria-busy={isPending} className="grid gap-2 empty:hidden">
        {isPending && !isShown && <p className="text-muted">{labels.checking}</p>}
        {isShown && state.error && (
          <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 break-words text-danger">
            {state.error}
          </p>
        )}
        {isShown && state.preview && <PreviewTable preview={state.preview} labels={labels} />}
        {isShown && state.pressed && !state.goOn && <p className="rounded-md bg-band px-3 py-2">{labels.pressAgain}</p>}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <button type="submit" disabled={isReady && text.trim() === ""} className="button button-accent">
          {labels.add}
        </button>
      </div>
    </form>
  );
}
