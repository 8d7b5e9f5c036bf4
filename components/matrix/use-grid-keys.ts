"use client";

import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";

const BOX = 'input[type="checkbox"]';
const TAB_STOP = 'input[tabindex="0"]';

const PAGE_ROWS = 10;

/** The box of a user and a license by their places; the first cell of a row is its heading. */
function boxAt(body: HTMLTableSectionElement, row: number, column: number): HTMLInputElement | null {
  return body.rows[row]?.cells[column + 1]?.querySelector<HTMLInputElement>(BOX) ?? null;
}

function within(value: number, last: number): number {
  return Math.min(Math.max(value, 0), last);
}

/** Where a key leads from a place in a grid; null for keys that are not the grid's. */
function target(event: KeyboardEvent, row: number, column: number, lastRow: number, lastColumn: number) {
  const moves: Record<string, [row: number, column: number]> = {
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    PageUp: [row - PAGE_ROWS, column],
    PageDown: [row + PAGE_ROWS, column],
    Home: [event.ctrlKey ? 0 : row, 0],
    End: [event.ctrlKey ? lastRow : row, lastColumn],
  };
  const move = moves[event.key];
  if (move === undefined || event.altKey || event.metaKey) return null;
  return { row: within(move[0], lastRow), column: within(move[1], lastColumn) };
}

type Place = { row: number; column: number };

/** The box of the same user and license after the rows were drawn anew. */
function sameBox(body: HTMLTableSectionElement, gone: HTMLInputElement): HTMLInputElement | undefined {
  const label = gone.getAttribute("aria-labelledby");
  return Array.from(body.querySelectorAll("input")).find((box) => box.getAttribute("aria-labelledby") === label);
}

/**
 * The keyboard of a grid of boxes (WAI-ARIA Authoring Practices, "Grid"): one tab stop; arrows, Home, End, with Ctrl to the
 * corners, Page Up and Page Down move; Space toggles, as in any box. Without this script every box is a tab stop.
 */
export function useGridKeys() {
  const grid = useRef<HTMLTableElement>(null);
  const last = useRef<HTMLInputElement>(null);
  const place = useRef<Place>({ row: 0, column: 0 });
  /** Rows whose boxes are no tab stops any more. */
  const reached = useRef(new WeakSet<HTMLTableRowElement>());

  useEffect(() => {
    const body = grid.current?.tBodies[0];
    if (body === undefined) return;
    for (const row of body.rows) {
      if (reached.current.has(row)) continue;
      for (const box of row.querySelectorAll<HTMLInputElement>(BOX))
        box.tabIndex = box === document.activeElement ? 0 : -1;
      reached.current.add(row);
    }
    // Of a row that is gone, the one in its place.
    if (last.current?.isConnected === false && document.activeElement === document.body) {
      const row = within(place.current.row, body.rows.length - 1);
      (sameBox(body, last.current) ?? boxAt(body, row, place.current.column) ?? boxAt(body, row, 0))?.focus();
    }
    if (body.querySelector(TAB_STOP) !== null) return;
    const first = body.querySelector<HTMLInputElement>(BOX);
    if (first !== null) first.tabIndex = 0;
  });

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    const body = grid.current?.tBodies[0];
    const cell = event.target instanceof HTMLInputElement ? event.target.closest("td") : null;
    const row = cell?.closest("tr");
    if (!body || !cell || !row) return;
    const next = target(event, row.sectionRowIndex, cell.cellIndex - 1, body.rows.length - 1, row.cells.length - 2);
    if (next === null) return;
    event.preventDefault();
    const box = boxAt(body, next.row, next.column);
    box?.focus();
    // A box that lies partly in the view is not scrolled to by the focus, though headings that stay may cover it.
    box?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function onFocus(event: FocusEvent<HTMLTableElement>): void {
    if (grid.current === null || !(event.target instanceof HTMLInputElement)) return;
    for (const box of grid.current.querySelectorAll<HTMLInputElement>(TAB_STOP)) box.tabIndex = -1;
    event.target.tabIndex = 0;
    last.current = event.target;
    const cell = event.target.closest("td");
    const row = cell?.closest("tr");
    if (cell && row) place.current = { row: row.sectionRowIndex, column: cell.cellIndex - 1 };
  }

  return { ref: grid, onKeyDown, onFocus };
}
