import { type ChangeEvent, startTransition, useEffect, useEffectEvent, useRef, useState } from "react";

type Answer = { reviewed: string | null; goOn: boolean };

type Options = {
  /** The last answer, and the key that it is about. */
  state: Answer;
  known: string;
  submit: (form: FormData) => void;
  /** A press that comes so soon after the key was put in tells so. */
  hastyMs?: number;
  /** Whether the form may go on by itself at all, and what is done when it does not. */
  mayGoOn?: boolean;
  onRest?: () => void;
};

/** Long enough for a paste to be over, short enough to be there before the pointer reaches the button. */
const TYPING_PAUSE_MS = 120;

/**
 * The script of a form with a license key: the preview comes by itself while typing, and the button applies exactly the
 * key that was previewed. Pressed before the preview is there, the form goes on by itself if the answer lets it.
 */
export function useKeyPreview({ state, known, submit, hastyMs = 0, mayGoOn = true, onRest }: Options) {
  const [key, setKey] = useState(known);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const typedAt = useRef(Number.NEGATIVE_INFINITY);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  function send(intent: "preview" | "apply") {
    clearTimeout(pause.current);
    if (form.current === null) return;
    const data = new FormData(form.current);
    data.set("intent", intent);
    if (performance.now() - typedAt.current < hastyMs) data.set("hasty", "1");
    startTransition(() => submit(data));
  }

  function show(text: string) {
    setKey(text);
    clearTimeout(pause.current);
    if (text.trim() !== "") pause.current = setTimeout(send, TYPING_PAUSE_MS, "preview");
  }

  function onChange(event: ChangeEvent<HTMLTextAreaElement>) {
    typedAt.current = performance.now();
    show(event.target.value);
  }

  // What was typed before this script arrived is kept, and previewed.
  const onArrival = useEffectEvent(() => {
    if (field.current?.value) show(field.current.value);
  });
  const onAnswer = useEffectEvent(({ reviewed, goOn }: Answer) => {
    if (mayGoOn && goOn && reviewed === field.current?.value) send("apply");
    else onRest?.();
  });
  useEffect(() => onArrival(), []);
  useEffect(() => onAnswer(state), [state]);
  useEffect(() => () => clearTimeout(pause.current), []);

  return { form, field: { ref: field, value: key, onChange }, apply: () => send("apply") };
}

/** What the field of the key is given by its script. */
export type KeyInput = ReturnType<typeof useKeyPreview>["field"];
