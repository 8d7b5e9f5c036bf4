import { startTransition, useEffect, useEffectEvent, useRef, useState } from "react";
import { sentText } from "@/components/ui/sent-text";
import { useFormAction } from "@/components/ui/use-form-action";
import { EMPTY_SETUP, type SetupState } from "./setup-state";

export type SetupAction = (state: SetupState, form: FormData) => Promise<SetupState>;

/** Long enough for a paste to be over, short enough to be there before the pointer reaches the button. */
const TYPING_PAUSE_MS = 120;

function lostSetup(problem: string, { values }: SetupState, form: FormData): SetupState {
  const typed = Object.keys(values).map((name) => [name, sentText(form, name)]);
  return { ...EMPTY_SETUP, values: Object.fromEntries(typed), problem };
}

/**
 * The script of the setup form: the preview of the license key comes by itself while typing, Set up applies exactly the
 * key that was previewed, and the focus goes to the first field that was refused.
 */
export function useFirstRun(action: SetupAction) {
  const [state, submit, isPending] = useFormAction(action, EMPTY_SETUP, lostSetup);
  const [key, setKey] = useState(state.values.key);
  const [isApplying, setApplying] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  function send(intent: "preview" | "apply") {
    clearTimeout(pause.current);
    if (form.current === null) return;
    const data = new FormData(form.current);
    data.set("intent", intent);
    startTransition(() => submit(data));
  }

  function typed(text: string) {
    setKey(text);
    clearTimeout(pause.current);
    if (text.trim() !== "") pause.current = setTimeout(send, TYPING_PAUSE_MS, "preview");
  }

  function apply() {
    setApplying(true);
    send("apply");
  }

  // What was typed before this script arrived is kept, and previewed.
  const onArrival = useEffectEvent(() => {
    if (field.current?.value) typed(field.current.value);
  });
  const onAnswer = useEffectEvent((answer: SetupState) => {
    if (!isApplying) return;
    if (answer.goOn && answer.reviewed === field.current?.value) return send("apply");
    setApplying(false);
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
  useEffect(() => onArrival(), []);
  useEffect(() => onAnswer(state), [state]);
  useEffect(() => () => clearTimeout(pause.current), []);

  return { state, submit, isPending, isApplying, key, typed, apply, form, field };
}
