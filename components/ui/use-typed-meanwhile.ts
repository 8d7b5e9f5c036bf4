import { useLayoutEffect, useRef } from "react";

type TextField = HTMLInputElement | HTMLTextAreaElement;

const isTextField = (target: EventTarget | null): target is TextField =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !["checkbox", "radio", "file"].includes(target.type));

/**
 * What is typed while an answer is under way outlives it: React puts the fields of a form that was answered back to what the
 * answer says.
 */
export function useTypedMeanwhile(isPending: boolean): void {
  const typed = useRef(new Map<TextField, string>());
  useLayoutEffect(() => {
    if (!isPending) {
      for (const [field, text] of typed.current) field.value = text;
      typed.current.clear();
      return;
    }
    const note = ({ target }: Event) => void (isTextField(target) && typed.current.set(target, target.value));
    document.addEventListener("input", note);
    return () => document.removeEventListener("input", note);
  }, [isPending]);
}
