"use client";

import { useTable } from "@tanstack/react-table";
import { useActionState, useMemo, useRef } from "react";
import { MatrixHead } from "./matrix-head";
import {
  type Disabled,
  features,
  lastingReason,
  type MatrixColumn,
  type MatrixRow,
  matrixColumns,
  type Tick,
  type TickResult,
} from "./matrix-model";
import { MatrixRows } from "./matrix-rows";
import { saidOfTheGone } from "./said-of-the-gone";
import { UndoOffer } from "./undo-offer";
import { useBoxEvents } from "./use-box-events";
import { useGridKeys } from "./use-grid-keys";
import { usePaintedBoxes } from "./use-painted-boxes";
import { type TickAnswer, useTicks } from "./use-ticks";
import { useNames } from "./use-names";
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
    /** Why a license that is not shown any more cannot be given again. */
    gone: string;
    lost: string;
    reload: string;
    assigned: string;
    revoked: string;
  };
};

/** What became of a tick, as it is said aloud. */
function spoken(result: TickResult, nameOf: (id: string) => string, labels: Props["labels"]): string {
  if (result.refusal) return result.refusal;
  const pattern = result.held ? labels.assigned : labels.revoked;
  return pattern.replace("{license}", () => nameOf(result.licenseId)).replace("{user}", () => nameOf(result.userId));
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
  const nameOf = useNames(columns, rows);
  const { wished, refusals, failure, tick, refuse, forget } = useTicks({
    columns,
    change,
    lost: labels.lost,
    reload: labels.reload,
    settled: (results) => {
      const text = results.map((result) => spoken(result, nameOf, labels)).join(" ");
      if (live.current) live.current.textContent = text;
      undo.show(text, results);
    },
  });
  const keys = useGridKeys();
  const definitions = useMemo(() => matrixColumns(columns), [columns]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: (row) => row.id });
  const lines = table.getRowModel().rows;

  function takeBack(): void {
    undo.take().forEach((each) => lastingReason(each, columns, labels.gone) === null && tick(each));
    // The button goes away: back to the box that the grid was left from.
    keys.ref.current?.querySelector<HTMLInputElement>('input[tabindex="0"]')?.focus();
  }

  const form = useBoxEvents({ columns, locked, tick, refuse, forget });
  usePaintedBoxes({ grid: keys.ref, columns, lines, locked, wished, refusals });
  const said = [failure, ...saidOfTheGone(refusals, { columns, rows }, nameOf)].filter((each) => each !== null);

  return (
    <form ref={form} action={saveForm} onSubmit={(event) => event.preventDefault()} autoComplete="off">
      <input type="hidden" name="columns" value={columns.map((column) => column.id).join(",")} />
      {saved && <Saved {...saved} />}
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
          <MatrixHead user={labels.user} columns={columns} />
          <MatrixRows columns={columns} lines={lines} locked={locked} disabled={labels.disabled} />
        </table>
      </div>
      <div className="said">
        {said.map((each) => (
          <p key={each} role="alert" className="border border-danger bg-danger-soft text-danger">
            {each}
          </p>
        ))}
        {undo.offer && (
          <UndoOffer offer={undo.offer} columns={columns} pause={undo.pause} takeBack={takeBack} labels={labels} />
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

/** What became of the form that was sent without a script. */
function Saved({ text, refused }: NonNullable<SavedTicks>) {
  return (
    <div role="alert" className="mx-3 mb-3 rounded-md bg-band px-3 py-2">
      <p>{text}</p>
      {refused.map((each) => (
        <p key={each} className="text-danger">
          {each}
        </p>
      ))}
    </div>
  );
}
