"use client";

import { memo } from "react";
import { html, type Markup } from "@/lib/html";
import { boxState } from "./box-state";
import type { Disabled, MatrixColumn, MatrixLine, MatrixRow } from "./matrix-model";

type Props = {
  columns: MatrixColumn[];
  lines: MatrixLine[];
  locked: string | null;
  /** The words for a disabled user. */
  disabled: Record<Disabled, string>;
};

function cellOf(column: MatrixColumn, index: number, held: boolean, locked: string | null): Markup {
  const { describedBy } = boxState(column, index, held, locked);
  const refused = describedBy === null ? "" : html` aria-disabled="true" aria-describedby="${describedBy}"`;
  return html`<td><input type="checkbox" name="held" value="${index}" aria-labelledby="c${index}"${refused}${held ? html` checked` : ""}></td>`;
}

/** Where it is too long for its line, an address breaks behind its @ first. */
function addressOf(address: string): Markup {
  const at = address.lastIndexOf("@") + 1;
  return at === 0 ? html`${address}` : html`${address.slice(0, at)}<wbr>${address.slice(at)}`;
}

/** Boxes name their column alone: what every cell would repeat about its row stands in the row's heading once. */
function rowOf({ id, name, address, disabled, held }: MatrixRow, cells: Markup[], words: Props["disabled"]): Markup {
  return html`<tr><th scope="row"><input type="hidden" name="shown" value="${id}:${held}"><span id="u${id}">${name}</span><small>${addressOf(address)}${disabled ? ` · ${words[disabled]}` : ""}</small></th>${cells}</tr>`;
}

/** The rows as the server sends them; a cell of a column looks one of two ways, so each is made once. */
export function rowsMarkup({ columns, lines, locked, disabled }: Props): Markup {
  const looks = columns.map((column, index) => ({
    id: column.id,
    empty: cellOf(column, index, false, locked),
    ticked: cellOf(column, index, true, locked),
  }));
  const cellsOf = (line: MatrixLine) => looks.map(({ id, empty, ticked }) => (line.getValue(id) ? ticked : empty));
  return html`${lines.map((line) => rowOf(line.original, cellsOf(line), disabled))}`;
}

/** Whether the same users and licenses are shown, in the same words. */
function isSameGrid(before: Props, after: Props): boolean {
  const isSameUser = ({ original: user }: MatrixLine, index: number) => {
    const other = before.lines[index]?.original;
    return (["id", "name", "address", "disabled"] as const).every((member) => user[member] === other?.[member]);
  };
  return (
    before.disabled.user === after.disabled.user &&
    before.lines.length === after.lines.length &&
    before.columns.length === after.columns.length &&
    after.columns.every(({ id }, index) => id === before.columns[index]?.id) &&
    after.lines.every(isSameUser)
  );
}

/**
 * The rows of the matrix as one text of HTML: 480 boxes as elements of React cost the server three times as much. Drawn
 * anew only when other users or licenses are shown; what else becomes of a box is painted onto it (use-painted-boxes).
 */
export const MatrixRows = memo(function MatrixRows(props: Props) {
  return <tbody dangerouslySetInnerHTML={{ __html: rowsMarkup(props).text }} />;
}, isSameGrid);
