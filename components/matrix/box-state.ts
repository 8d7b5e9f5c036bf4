import type { MatrixColumn } from "./matrix-model";

/** What a box shows beside its tick. */
export type BoxState = {
  /** Why it cannot be changed; null when it can. */
  why: string | null;
  /** Id of the element that says so. */
  describedBy: string | null;
};

/**
 * Whether a box can be changed. `locked`: why this person may change nothing; a license that nobody can be given now can
 * still be taken away.
 */
export function boxState(column: MatrixColumn, index: number, held: boolean, locked: string | null): BoxState {
  if (locked !== null) return { why: locked, describedBy: "locked" };
  if (held || column.refusal === null) return { why: null, describedBy: null };
  return { why: column.refusal, describedBy: `r${index}` };
}
