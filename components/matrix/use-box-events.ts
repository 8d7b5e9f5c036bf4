"use client";

import { useEffectEvent, useLayoutEffect, useRef } from "react";
import type { MatrixColumn, Tick } from "./matrix-model";

type Options = {
  columns: MatrixColumn[];
  locked: string | null;
  tick: (wanted: Tick) => void;
  refuse: (userId: string, licenseId: string, refusal: string) => void;
  forget: () => void;
};

/** A press anywhere in a box's cell is meant for the box: fingers are wider. */
function pressBox(cell: HTMLElement): void {
  const box = cell.querySelector("input");
  box?.focus();
  box?.click();
}

/**
 * One handler for all boxes of the form that gets the ref: the boxes are not elements of React, so neither are their
 * events. A box that was changed is ticked, or refused at once; a press on what is said of boxes, and Escape, take it away.
 */
export function useBoxEvents({ columns, locked, tick, refuse, forget }: Options) {
  const form = useRef<HTMLFormElement>(null);
  const onBox = useEffectEvent((box: EventTarget | null) => {
    if (!(box instanceof HTMLInputElement)) return;
    const userId = box.closest("tr")?.querySelector("input")?.value.split(":")[0];
    const column = columns[Number(box.value)];
    if (userId === undefined || column === undefined) return;
    const why = locked ?? (box.checked ? column.refusal : null);
    if (why) refuse(userId, column.id, why);
    else tick({ userId, licenseId: column.id, held: box.checked });
  });
  const onEscape = useEffectEvent(() => forget());
  const onPress = useEffectEvent((target: EventTarget | null) => {
    if (!(target instanceof HTMLElement)) return;
    if (target.matches("td")) pressBox(target);
    else if (target.matches('[role="alert"]')) forget();
  });

  useLayoutEffect(() => {
    // Those that were ticked before this script arrived come first; the form completes nothing, so no browser ticks by itself.
    for (const box of form.current?.querySelectorAll<HTMLInputElement>("input[name=held]") ?? []) {
      if (box.checked !== box.defaultChecked) onBox(box);
    }
    const leaving = new AbortController();
    const { signal } = leaving;
    form.current?.addEventListener("change", ({ target }) => onBox(target), { signal });
    // A press that was let go in another place than it began was taken back, or selected a text.
    let pressed: EventTarget | null = null;
    form.current?.addEventListener("pointerdown", ({ target }) => void (pressed = target), { signal });
    form.current?.addEventListener("click", ({ target }) => target === pressed && onPress(target), { signal });
    form.current?.addEventListener("keydown", ({ key }) => key === "Escape" && onEscape(), { signal });
    return () => leaving.abort();
  }, []);

  return form;
}
