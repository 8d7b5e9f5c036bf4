"use client";

import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";

/** Boxes of the grid, row by row. */
function boxesOf(grid: HTMLTableElement): HTMLInputElement[][] {
  return Array.from(grid.tBodies[0]?.rows ?? [], (row) =>
    Array.from(row.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')),
  );
}

const PAGE_ROWS = 10;

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

/** The box of the same user and license after the rows were drawn anew. */
function sameBox(boxes: HTMLInputElement[], gone: HTMLInputElement): HTMLInputElement | undefined {
  const label = gone.getAttribute("aria-labelledby");
  return boxes.find((box) => box.getAttribute("aria-labelledby") === label);
}

/**
 * The keyboard of a grid of boxes (WAI-ARIA Authoring Practices, "Grid"): one tab stop; arrows, Home, End, with Ctrl to the
 * corners, Page Up and Page Down move; Space toggles, as in any box. Without this script every box is a tab stop.
 */
export function useGridKeys() {
  const grid = useRef<HTMLTableElement>(null);
  const last = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const boxes = grid.current === null ? [] : boxesOf(grid.current).flat();
    if (last.current?.isConnected === false && document.activeElement === document.body)
      sameBox(boxes, last.current)?.focus();
    const current =
      boxes.find((box) => box === document.activeElement) ?? boxes.find((box) => box.tabIndex === 0) ?? boxes[0];
    for (const box of boxes) box.tabIndex = box === current ? 0 : -1;
  });

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    if (grid.current === null || !(event.target instanceof HTMLInputElement)) return;
    const boxes = boxesOf(grid.current);
    const row = boxes.findIndex((line) => line.includes(event.target as HTMLInputElement));
    const column = boxes[row]?.indexOf(event.target) ?? -1;
    const next = target(event, row, column, boxes.length - 1, (boxes[0]?.length ?? 1) - 1);
    if (row < 0 || next === null) return;
    event.preventDefault();
    boxes[next.row]?.[next.column]?.focus();
  }

  function onFocus(event: FocusEvent<HTMLTableElement>): void {
    if (grid.current === null || !(event.target instanceof HTMLInputElement)) return;
    for (const box of grid.current.querySelectorAll<HTMLInputElement>('input[tabindex="0"]')) box.tabIndex = -1;
    event.target.tabIndex = 0;
    last.current = event.target;
  }

  return { ref: grid, onKeyDown, onFocus };
}
