"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Gives the focus to `heir` when an answer took away the button that was pressed. */
export function useFocusHeir(heir: RefObject<HTMLElement | null>, answer: unknown): void {
  const last = useRef(answer);
  useEffect(() => {
    if (last.current === answer) return;
    last.current = answer;
    if (document.activeElement === document.body) heir.current?.focus();
  }, [heir, answer]);
}
