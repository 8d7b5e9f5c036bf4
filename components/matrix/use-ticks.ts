"use client";

import { startTransition, useEffect, useOptimistic, useRef } from "react";
import { cellKey } from "./cell-key";
import type { MatrixColumn, Tick, TickResult } from "./matrix-model";
import { useRefusals } from "./use-refusals";
import { useRereading } from "./use-rereading";

export type TickAnswer = { ok: true; value: TickResult[] } | { ok: false; error: { text: string } };

type Options = {
  columns: MatrixColumn[];
  change: (ticks: Tick[]) => Promise<TickAnswer>;
  lost: string;
  reload: string;
  /** Called with what became of the ticks of one call. */
  settled: (results: TickResult[]) => void;
};

/** Ticks that follow one another this quickly travel in one call. */
const COLLECT_MS = 40;

/** What was said of boxes so long ago has been read by whoever goes on. */
const READ_MS = 2_000;

const NONE: ReadonlyMap<string, boolean> = new Map();

/** What has not been answered yet would be lost. */
function useAskBeforeLeaving(isSaving: boolean): void {
  useEffect(() => {
    if (!isSaving) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isSaving]);
}

/**
 * Ticks on their way: each is shown at once, quick ones travel together, and while a call is under way the next ones
 * wait for it, since actions run one after another. What the server refuses goes back with its reason. Until all are
 * answered the browser asks before it leaves the portal.
 */
export function useTicks({ columns, change, lost, reload, settled }: Options) {
  const [wished, wish] = useOptimistic<ReadonlyMap<string, boolean>, Tick>(NONE, (before, wanted) =>
    new Map(before).set(cellKey(wanted.userId, wanted.licenseId), wanted.held),
  );
  const { refusals, failure, fail, say, forget } = useRefusals(columns);
  const reread = useRereading();
  const waiting = useRef(new Map<string, Tick>());
  const next = useRef<Promise<void>>(null);
  const underWay = useRef<Promise<void>>(Promise.resolve());
  useAskBeforeLeaving(wished.size > 0);

  async function send(): Promise<void> {
    const ticks = [...waiting.current.values()];
    waiting.current.clear();
    next.current = null;
    const answer = await change(ticks).catch((error: unknown): TickAnswer => {
      const isOldPage = error instanceof Error && error.name === "UnrecognizedActionError";
      return { ok: false, error: { text: isOldPage ? reload : lost } };
    });
    startTransition(() => {
      if (answer.ok) {
        say(answer.value);
        settled(answer.value);
      } else {
        fail(answer.error.text, ticks);
        void reread();
      }
    });
  }

  function dispatch(): Promise<void> {
    next.current ??= Promise.all([underWay.current, new Promise((done) => setTimeout(done, COLLECT_MS))]).then(() => {
      underWay.current = send();
      return underWay.current;
    });
    return next.current;
  }

  function tick(wanted: Tick): void {
    forget(READ_MS);
    waiting.current.set(cellKey(wanted.userId, wanted.licenseId), wanted);
    startTransition(async () => {
      wish(wanted);
      await dispatch();
    });
  }

  /** Says why a box cannot be ticked, without asking the server. */
  function refuse(userId: string, licenseId: string, refusal: string): void {
    forget(READ_MS);
    say([{ userId, licenseId, held: false, changed: false, refusal }]);
  }

  return { wished, refusals, failure, tick, refuse, forget };
}
