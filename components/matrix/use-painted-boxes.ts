"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { boxState } from "./box-state";
import { cellKey, userOf } from "./cell-key";
import type { MatrixColumn, MatrixLine } from "./matrix-model";

type Options = {
  grid: RefObject<HTMLTableElement | null>;
  columns: MatrixColumn[];
  lines: MatrixLine[];
  locked: string | null;
  wished: ReadonlyMap<string, boolean>;
  refusals: ReadonlyMap<string, string>;
};

/** Writes only what differs, so that a browser lays out only what changed. */
function setAttribute(element: Element | null, name: string, value: string | null): void {
  if (element === null || element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** The reason beside a box, read out as it comes. */
function paintRefusal(box: HTMLInputElement, id: string, refusal: string | undefined): void {
  const shown = box.nextElementSibling;
  if (refusal === undefined) shown?.remove();
  else if (shown?.textContent !== refusal) {
    const said = document.createElement("span");
    said.id = id;
    said.setAttribute("role", "alert");
    said.textContent = refusal;
    shown?.remove();
    box.after(said);
    if (box === document.activeElement) said.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function paintRow(element: HTMLTableRowElement, line: MatrixLine, options: Options): void {
  const { columns, locked, wished, refusals } = options;
  const { id, held: shown } = line.original;
  setAttribute(element.querySelector("input[name=shown]"), "value", `${id}:${shown}`);
  for (const [index, box] of element.querySelectorAll<HTMLInputElement>("input[name=held]").entries()) {
    const column = columns[index];
    if (column === undefined) continue;
    const key = cellKey(id, column.id);
    const held = wished.get(key) ?? line.getValue(column.id) === true;
    const { why, describedBy } = boxState(column, index, held, locked);
    const refusal = refusals.get(key);
    const refusalId = `w${id}-${index}`;
    if (box.checked !== held) box.checked = held;
    setAttribute(box, "aria-labelledby", `u${id} c${index}`);
    setAttribute(box, "aria-disabled", why === null ? null : "true");
    setAttribute(box, "aria-describedby", refusal === undefined ? describedBy : refusalId);
    setAttribute(box, "title", why);
    paintRefusal(box, refusalId, refusal);
  }
}

/**
 * Paints onto the boxes what the rows, the ticks on their way and the refusals say, after each drawing. Here too a box gets
 * words that would stand in every cell of the page's HTML: the user beside the license as its name, and the reason that it
 * cannot be used, as the pointer rests on it. A row that was painted from the same is left alone.
 */
export function usePaintedBoxes(options: Options): void {
  const painted = useRef({ looks: "", rows: new WeakMap<HTMLTableRowElement, string>() });

  useLayoutEffect(() => {
    const { grid, columns, lines, locked, wished, refusals } = options;
    const looks = JSON.stringify([locked, columns.map(({ id, refusal }) => [id, refusal])]);
    if (painted.current.looks !== looks) painted.current = { looks, rows: new WeakMap() };
    const { rows } = painted.current;
    const touched = new Set([...wished.keys(), ...refusals.keys()].map(userOf));
    for (const [place, element] of Array.from(grid.current?.tBodies[0]?.rows ?? []).entries()) {
      const line = lines[place];
      if (line === undefined) continue;
      const { id, held } = line.original;
      const source = `${id}:${held}`;
      if (rows.get(element) === source && !touched.has(id)) continue;
      paintRow(element, line, options);
      if (touched.has(id)) rows.delete(element);
      else rows.set(element, source);
    }
  });
}
