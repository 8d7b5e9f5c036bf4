"use client";

import { useTable } from "@tanstack/react-table";
import { useActionState, useEffectEvent, useLayoutEffect, useMemo, useRef } from "react";
import {
  type Disabled,
  features,
  type MatrixColumn,
  type MatrixRow,
  matrixColumns,
  type Tick,
  type TickResult,
} from "./matrix-model";
import { MatrixRows } from "./matrix-rows";
import { useGridKeys } from "./use-grid-keys";
import { usePaintedBoxes } from "./use-painted-boxes";
import { type TickAnswer, useTicks } from "./use-ticks";
import { useUndo } from "./use-undo";

export type SavedTicks = { text: string; refused: string[] } | null;

/** With so many licenses headings stand upright: a screen shows thirty of them instead of seven. */
const UPRIGHT_FROM = 21;

type Props = {
  columns: MatrixColumn[];
  rows: MatrixRow[];
  /** Why this person may not change anything; null when they may. */
  locked: string | null;
  change: (ticks: Tick[]) => Promise<TickAnswer>;
  save: (state: SavedTicks, form: FormData) => Promise<SavedTicks>;
  labels: {
    table: string;
    user: string;
    disabled: Record<Disabled, string>;
    save: string;
    undo: string;
    lost: string;
    reload: string;
    assigned: string;
    revoked: string;
  };
};

function sentence(pattern: string, license: string, user: string): string {
  return pattern.replace("{license}", () => license).replace("{user}", () => user);
}

/** A press anywhere in a box's cell is meant for the box: fingers are wider. */
function pressBox(cell: HTMLElement): void {
  const box = cell.querySelector("input");
  box?.focus();
  box?.click();
}

/**
 * Users × licenses. One handler for all boxes; ticks are shown at once and put right with the reason beside the box when
 * the server refuses. Without JavaScript the boxes are a form, which sends what was shown along, so that only the boxes
 * that this person changed are changed.
 */
export function Matrix({ columns, rows, locked, change, save, labels }: Props) {
  const [saved, saveForm] = useActionState(save, null);
  const undo = useUndo();
  const live = useRef<HTMLOutputElement>(null);
  const { wished, refusals, failure, tick, refuse, forget } = useTicks({
    columns,
    change,
    lost: labels.lost,
    reload: labels.reload,
    settled: (results) => {
      const text = results.map(spoken).join(" ");
      if (live.current) live.current.textContent = text;
      undo.show(text, results);
    },
  });
  const keys = useGridKeys();
  const definitions = useMemo(() => matrixColumns(columns), [columns]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: (row) => row.id });
  const lines = table.getRowModel().rows;

  function spoken({ userId, licenseId, held, refusal }: TickResult): string {
    if (refusal) return refusal;
    const license = columns.find((column) => column.id === licenseId)?.label ?? "";
    const user = rows.find((row) => row.id === userId)?.name ?? "";
    return sentence(held ? labels.assigned : labels.revoked, license, user);
  }

  function takeBack(): void {
    undo.take().forEach((each) => lasting(each) === null && tick(each));
    // The button goes away: back to the box that the grid was left from.
    keys.ref.current?.querySelector<HTMLInputElement>('input[tabindex="0"]')?.focus();
  }

  /** Why a change cannot be taken back: nobody can be given the license now. */
  const lasting = ({ licenseId, held }: Tick) => (held && columns.find(({ id }) => id === licenseId)?.refusal) || null;
  const offered = undo.offer?.ticks ?? [];

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
  // The boxes are not elements of React, so neither are their events. Those that were ticked before this script arrived
  // come first; the form completes nothing, so no browser ticks by itself.
  useLayoutEffect(() => {
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
  usePaintedBoxes({ grid: keys.ref, columns, lines, locked, wished, refusals });

  return (
    <form ref={form} action={saveForm} onSubmit={(event) => event.preventDefault()} autoComplete="off">
      <input type="hidden" name="columns" value={columns.map((column) => column.id).join(",")} />
      {saved && (
        <div role="alert" className="mx-3 mb-3 rounded-md bg-band px-3 py-2">
          <p>{saved.text}</p>
          {saved.refused.map((each) => (
            <p key={each} className="text-danger">
              {each}
            </p>
          ))}
        </div>
      )}
      {locked && (
        <p id="locked" className="px-3 pb-3 text-muted">
          {locked}
        </p>
      )}
      <output ref={live} className="sr-only" />
      <div
        className="matrix"
        data-upright={columns.length >= UPRIGHT_FROM || undefined}
        tabIndex={columns.length === 0 ? 0 : undefined}
      >
        <table role="grid" aria-label={labels.table} {...keys}>
          <thead>
            <tr>
              <th scope="col">{labels.user}</th>
              {columns.map((column, index) => (
                <th key={column.id} scope="col" title={column.refusal ?? undefined}>
                  <span id={`c${index}`}>{column.label}</span>
                  {column.name && <small>{column.name}</small>}
                  <small id={`r${index}`} data-refused={column.refusal !== null}>
                    {column.seats}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <MatrixRows columns={columns} lines={lines} locked={locked} disabled={labels.disabled} />
        </table>
      </div>
      <div className="said">
        {failure && (
          <p role="alert" className="border border-danger bg-danger-soft text-danger">
            {failure}
          </p>
        )}
        {undo.offer && (
          <p {...undo.pause} className="flex items-center justify-between gap-4 bg-ink text-surface">
            <span className="line-clamp-4 min-w-0 wrap-anywhere">
              {[undo.offer.text, ...new Set(offered.map(lasting))].filter(Boolean).join(" ")}
            </span>
            {offered.some((each) => lasting(each) === null) && (
              <button type="button" className="button shrink-0" onClick={takeBack}>
                {labels.undo}
              </button>
            )}
          </p>
        )}
      </div>
      <noscript>
        <button type="submit" className="button button-accent m-3">
          {labels.save}
        </button>
      </noscript>
    </form>
  );
}
