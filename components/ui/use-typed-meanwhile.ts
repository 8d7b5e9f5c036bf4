import { useEffect, useLayoutEffect, useRef } from "react";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** How a control gets back what it shows now; none for what never comes back, which are passwords and files. */
function wayBack(target: EventTarget | null): [Control, () => void] | null {
  if (target instanceof HTMLInputElement) {
    const { type, value, checked } = target;
    if (type === "password" || type === "file") return null;
    const isChoice = type === "checkbox" || type === "radio";
    return [target, isChoice ? () => void (target.checked = checked) : () => void (target.value = value)];
  }
  const isOther = target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  if (!isOther) return null;
  const { value } = target;
  return [target, () => void (target.value = value)];
}

/**
 * What is typed or chosen while an answer is under way outlives it: React puts the fields of a form that was answered back to what
 * the answer says.
 */
export function useTypedMeanwhile(isPending: boolean): void {
  const typed = useRef(new Map<Control, () => void>());
  const putBack = useRef(new Set<EventTarget>());
  useEffect(() => {
    const note = ({ target }: Event) => void (target && putBack.current.add(target));
    document.addEventListener("reset", note);
    return () => document.removeEventListener("reset", note);
  }, []);
  useLayoutEffect(() => {
    if (!isPending) {
      for (const [{ form }, restore] of typed.current) if (form && putBack.current.has(form)) restore();
      typed.current.clear();
      return;
    }
    putBack.current.clear();
    const note = ({ target }: Event) => {
      const way = wayBack(target);
      if (way) typed.current.set(...way);
    };
    document.addEventListener("input", note);
    return () => document.removeEventListener("input", note);
  }, [isPending]);
}
