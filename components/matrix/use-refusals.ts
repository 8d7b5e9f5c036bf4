"use client";

import { useEffect, useRef, useState } from "react";
import { cellKey, licenseOf } from "./cell-key";
import type { MatrixColumn, Tick, TickResult } from "./matrix-model";

/** `components/ui/refresh-link.tsx` */
const REFRESH = "[data-refresh]";

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

/** Why boxes went back, each beside its box, and why a whole call failed: said until it is read, or not true any more. */
export function useRefusals(columns: MatrixColumn[]) {
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  const [failure, setFailure] = useState<string | null>(null);
  const [headings, setHeadings] = useState(columns);
  const saidAt = useRef(new Map<string, number>());
  const failed = useRef({ at: 0, keys: new Set<string>() });

  if (headings !== columns) {
    setHeadings(columns);
    const freed = freedLicenses(headings, columns);
    if (freed.size > 0) setRefusals(new Map([...refusals].filter(([key]) => !freed.has(licenseOf(key)))));
  }

  // What was said of boxes as they were is not said of those that "Refresh" shows.
  useEffect(() => {
    const onClick = ({ target, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
      const isElsewhere = ctrlKey || metaKey || shiftKey;
      if (isElsewhere || !(target instanceof Element && target.closest(REFRESH))) return;
      failed.current.keys.clear();
      setFailure(null);
      setRefusals(new Map());
    };
    addEventListener("click", onClick);
    return () => removeEventListener("click", onClick);
  }, []);

  /** Says what became of ticks; of those that were not refused nothing is said any more. */
  function say(results: TickResult[]): void {
    const keys = results.map(({ userId, licenseId }) => cellKey(userId, licenseId));
    for (const key of keys) saidAt.current.set(key, Date.now());
    setRefusals((before) => withResults(before, results));
    if (keys.filter((key) => failed.current.keys.delete(key)).length > 0 && failed.current.keys.size === 0)
      setFailure(null);
  }

  /** Says why a call failed, until all that it was about is answered: the next one that does not fail says nothing of this one. */
  function fail(text: string, ticks: Tick[]): void {
    failed.current.at = Date.now();
    for (const { userId, licenseId } of ticks) failed.current.keys.add(cellKey(userId, licenseId));
    setFailure(text);
  }

  /** Takes away what was said of boxes and of a call, so long ago at least. */
  function forget(olderThanMs = 0): void {
    const isFresh = (saidAtMs = 0) => Date.now() - saidAtMs < olderThanMs;
    if (!isFresh(failed.current.at)) {
      failed.current.keys.clear();
      setFailure(null);
    }
    if (refusals.size === 0) return;
    setRefusals((before) => new Map([...before].filter(([key]) => isFresh(saidAt.current.get(key)))));
  }

  return { refusals, failure, fail, say, forget };
}
