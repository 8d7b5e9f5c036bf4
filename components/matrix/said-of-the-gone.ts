import { licenseOf, userOf } from "./cell-key";
import type { MatrixColumn, MatrixRow } from "./matrix-model";

/** What is to be said of boxes that are no longer shown, since their user or license went meanwhile: it names who was meant. */
export function saidOfTheGone(
  refusals: ReadonlyMap<string, string>,
  { columns, rows }: { columns: MatrixColumn[]; rows: MatrixRow[] },
  nameOf: (id: string) => string,
): string[] {
  const isShown = (key: string) =>
    columns.some(({ id }) => id === licenseOf(key)) && rows.some(({ id }) => id === userOf(key));
  const gone = [...refusals].filter(([key]) => !isShown(key));
  return [...new Set(gone.map(([key, refusal]) => `${nameOf(userOf(key))}: ${refusal}`))];
}
