import { createColumnHelper, tableFeatures } from "@tanstack/react-table";

/** A license as a column of the matrix, in the reader's words. */
export type MatrixColumn = {
  id: string;
  /** `PRODUCT (dd.MM.yyyy)` */
  label: string;
  /** The display name of the license, if it has one. */
  name: string | null;
  /** Seats left, or the state that stands in the way. */
  seats: string;
  /** Why nobody can be given it now; null while somebody can. */
  refusal: string | null;
};

/** Why a user cannot sign in: they are disabled themselves, or with their whole domain. */
export type Disabled = "user" | "domain";

/** A user as a row: one character per column, `1` where the user holds the license. */
export type MatrixRow = { id: string; name: string; address: string; disabled?: Disabled; held: string };

/** One tick on its way to the server. */
export type Tick = { userId: string; licenseId: string; held: boolean };

/** What became of a tick: the state of the box now, and why when it is not the wished one. */
export type TickResult = Tick & { changed: boolean; refusal: string | null };

/** Why a tick cannot be made: nobody can be given the license now, or it is not among those shown any more (`gone`). */
export function lastingReason({ licenseId, held }: Tick, columns: MatrixColumn[], gone: string): string | null {
  if (!held) return null;
  const column = columns.find(({ id }) => id === licenseId);
  return column ? column.refusal : gone;
}

export const features = tableFeatures({});

const helper = createColumnHelper<typeof features, MatrixRow>();

/** A row of the table's model: what it holds of a license is its value in that column. */
export type MatrixLine = { original: MatrixRow; getValue: (columnId: string) => unknown };

/** The table's columns as a function of the licenses: the value of a cell is whether the user holds the license. */
export function matrixColumns(columns: MatrixColumn[]) {
  return helper.columns(
    columns.map((column, index) =>
      helper.accessor((row) => row.held[index] === "1", { id: column.id, header: column.label }),
    ),
  );
}
