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
    timer.current = setTimeout(setOffer, OFFERED_MS, null);
  }

  function take(): Tick[] {
    stop();
    setOffer(null);
    return offer?.ticks ?? [];
  }

  /** For the element that offers: it does not vanish from under a pointer or the focus. */
  const pause = { onFocus: stop, onBlur: goOn, onPointerEnter: stop, onPointerLeave: goOn };
  return { offer, show, take, pause };
}
