"use client";

import { useEffect, useRef, useState } from "react";
import type { Tick, TickResult } from "./matrix-model";

/** How long the last change can be taken back. */
const OFFERED_MS = 10_000;

export type Offer = { text: string; ticks: Tick[] };

/**
 * Offers to take the last change back. Undoing sends the opposite ticks like any other, so the limit is checked again;
 * what the change found to be so already is left alone.
 */
export function useUndo() {
  const [offer, setOffer] = useState<Offer | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** By which of the two the offer is held: the pointer over it, the focus in it. */
  const heldBy = useRef({ pointer: false, focus: false });
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(text: string, results: TickResult[]): void {
    const ticks = results
      .filter(({ changed }) => changed)
      .map(({ userId, licenseId, held }) => ({ userId, licenseId, held: !held }));
    // What moved last stays on offer beside what moved nothing.
    if (ticks.length > 0) setOffer({ text, ticks });
    goOn();
  }

  function stop(): void {
    clearTimeout(timer.current);
  }

  function goOn(): void {
    stop();
    if (!heldBy.current.pointer && !heldBy.current.focus) timer.current = setTimeout(setOffer, OFFERED_MS, null);
  }

  const hold = (by: "pointer" | "focus", isHeld: boolean) => () => {
    heldBy.current[by] = isHeld;
    goOn();
  };

  function take(): Tick[] {
    stop();
    heldBy.current = { pointer: false, focus: false };
    setOffer(null);
    return offer?.ticks ?? [];
  }

  /** For the element that offers: it does not vanish from under a pointer or the focus. */
  const pause = {
    onFocus: hold("focus", true),
    onBlur: hold("focus", false),
    onPointerEnter: hold("pointer", true),
    onPointerLeave: hold("pointer", false),
  };
  return { offer, show, take, pause };
}
