"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { focusContent } from "./focus-content";

type Props = {
  title: string;
  /** The element that opened the window; it gets the focus back, or the page does if it is gone. */
  openerId: string;
  /** What it asks before it acts: read out with the title when the window opens. */
  question?: ReactNode;
  /** Holds the link that closes the window, marked `data-close`; Escape and a press beside the window follow it, the press only where nothing was typed. */
  children: ReactNode;
};

/** Whether a control shows what somebody wrote or chose there; a search is no loss. */
function isFilled(control: EventTarget): boolean {
  if (control instanceof HTMLSelectElement) {
    return [...control.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  }
  if (control instanceof HTMLTextAreaElement) return control.value !== "";
  if (!(control instanceof HTMLInputElement) || control.type === "search") return false;
  const isChoice = control.type === "checkbox" || control.type === "radio";
  return isChoice ? control.checked !== control.defaultChecked : control.value !== "";
}

/** The browser gives the focus to the first control, unless that was not painted yet when the window opened. */
function focusInside(window: HTMLDialogElement): void {
  const active = document.activeElement;
  if (active !== window && window.contains(active)) return;
  window.querySelector<HTMLElement>("textarea, select, button, a[href], input:not([type=hidden])")?.focus();
}

/**
 * A window over the page. Whether it is open stands in the page's URL, so the server renders it open and closing it is
 * a link. The script only makes it modal: focus stays inside, Escape closes, the focus returns.
 */
export function Window({ title, openerId, question, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [titleId, questionId] = [`${id}-title`, `${id}-question`];

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const close = () => element.querySelector<HTMLAnchorElement>("a[data-close]")?.click();
    const leaving = new AbortController();
    const { signal } = leaving;
    const onCancel = (event: Event) => {
      // A file field inside says so, too, when no file was chosen.
      if (event.target !== element) return;
      event.preventDefault();
      close();
    };
    // What was typed or chosen is thrown away by who says so, and by no press that missed.
    const touched = new Set<Element>();
    const isTyped = () => [...touched].some((control) => control.isConnected && isFilled(control));
    element.addEventListener("input", ({ target }) => target instanceof Element && touched.add(target), { signal });
    // What is pressed inside and let go beside the window is a text that was selected.
    let pressed: EventTarget | null = null;
    element.addEventListener("cancel", onCancel, { signal });
    element.addEventListener("pointerdown", (event) => void (pressed = event.target), { signal });
    element.addEventListener(
      "click",
      (event) => event.target === element && pressed === element && !isTyped() && close(),
      {
        signal,
      },
    );
    element.close();
    element.showModal();
    const frame = requestAnimationFrame(() => focusInside(element));
    return () => {
      leaving.abort();
      cancelAnimationFrame(frame);
      const opener = document.getElementById(openerId);
      if (opener) opener.focus();
      else focusContent();
    };
  }, [openerId]);

  return (
    <dialog
      ref={dialog}
      open
      aria-labelledby={titleId}
      aria-describedby={question ? questionId : undefined}
      className="fixed inset-0 z-50 m-auto max-h-[92dvh] w-[min(46rem,calc(100vw-2rem))] overflow-auto rounded-xl border border-line bg-raised p-0 text-ink shadow-2xl shadow-(color:--shadow) backdrop:bg-black/50"
    >
      <div className="grid grid-cols-1 gap-4 p-5">
        <h2 id={titleId} className="text-lg font-semibold break-words">
          {title}
        </h2>
        {question && (
          <div id={questionId} className="grid grid-cols-1 gap-4 break-words">
            {question}
          </div>
        )}
        {children}
      </div>
    </dialog>
  );
}
