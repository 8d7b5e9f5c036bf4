"use client";

import { startTransition, useEffect, useOptimistic, useRef, useState } from "react";
import type { MatrixColumn, Tick, TickResult } from "./matrix-model";

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

/** `components/ui/refresh-link.tsx` */
const REFRESH = "[data-refresh]";

export const cellKey = (userId: string, licenseId: string) => `${userId} ${licenseId}`;

/** The user of a cell's key. */
export const userOf = (key: string) => key.slice(0, key.indexOf(" "));

const licenseOf = (key: string) => key.slice(key.indexOf(" ") + 1);

/**
 * Ticks on their way: each is shown at once, quick ones travel together, and while a call is under way the next ones
 * wait for it, since actions run one after another. What the server refuses goes back with its reason. Until all are
 * answered the browser asks before it leaves the portal: what waits would be lost.
 */
export function useTicks({ columns, change, lost, reload, settled }: Options) {
  const [wished, wish] = useOptimistic<ReadonlyMap<string, boolean>, Tick>(NONE, (before, wanted) =>
    new Map(before).set(cellKey(wanted.userId, wanted.licenseId), wanted.held),
  );
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  const [headings, setHeadings] = useState(columns);
  const [failure, setFailure] = useState<string | null>(null);
  const saidAt = useRef(new Map<string, number>());
  const waiting = useRef(new Map<string, Tick>());
  const next = useRef<Promise<void>>(null);
  const underWay = useRef<Promise<void>>(Promise.resolve());

  if (headings !== columns) {
    setHeadings(columns);
    const freed = freedLicenses(headings, columns);
    if (freed.size > 0) setRefusals(new Map([...refusals].filter(([key]) => !freed.has(licenseOf(key)))));
  }

  const isSaving = wished.size > 0;
  useEffect(() => {
    if (!isSaving) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isSaving]);

  // What was said of boxes as they were is not said of those that "Refresh" shows.
  useEffect(() => {
    const onClick = ({ target, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
      const isElsewhere = ctrlKey || metaKey || shiftKey;
      if (isElsewhere || !(target instanceof Element && target.closest(REFRESH))) return;
      setFailure(null);
      setRefusals(new Map());
    };
    addEventListener("click", onClick);
    return () => removeEventListener("click", onClick);
  }, []);

  async function send(): Promise<void> {
    const ticks = [...waiting.current.values()];
    waiting.current.clear();
    next.current = null;
    const answer = await change(ticks).catch((error: unknown): TickAnswer => {
      const isOldPage = error instanceof Error && error.name === "UnrecognizedActionError";
      return { ok: false, error: { text: isOldPage ? reload : lost } };
    });
    startTransition(() => {
      setFailure(answer.ok ? null : answer.error.text);
      if (!answer.ok) return;
      noteWhen(saidAt.current, answer.value);
      setRefusals((before) => withResults(before, answer.value));
      settled(answer.value);
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
    const result = { userId, licenseId, held: false, changed: false, refusal };
    noteWhen(saidAt.current, [result]);
    setRefusals((before) => withResults(before, [result]));
  }

  /** Takes away what was said of boxes, so long ago at least. */
  function forget(olderThanMs = 0): void {
    const isFresh = (key: string) => Date.now() - (saidAt.current.get(key) ?? 0) < olderThanMs;
    if (refusals.size > 0) setRefusals((before) => new Map([...before].filter(([key]) => isFresh(key))));
  }

  return { wished, refusals, failure, tick, refuse, forget };
}

/** Notes that something is said of these boxes now. */
function noteWhen(saidAt: Map<string, number>, results: TickResult[]): void {
  for (const { userId, licenseId } of results) saidAt.set(cellKey(userId, licenseId), Date.now());
}

const NONE: ReadonlyMap<string, boolean> = new Map();

/** Licenses that can be given again: what their heading no longer says is not true beside a box either. */
function freedLicenses(before: MatrixColumn[], now: MatrixColumn[]): Set<string> {
  const refused = new Set(before.flatMap(({ id, refusal }) => (refusal === null ? [] : [id])));
  return new Set(now.flatMap(({ id, refusal }) => (refusal === null && refused.has(id) ? [id] : [])));
}

function withResults(before: ReadonlyMap<string, string>, results: TickResult[]): ReadonlyMap<string, string> {
  const after = new Map(before);
  for (const { userId, licenseId, refusal } of results) {
    if (refusal === null) after.delete(cellKey(userId, licenseId));
    else after.set(cellKey(userId, licenseId), refusal);
  }
  return after;
}
