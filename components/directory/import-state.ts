/** A line of the list in the reader's words. */
export type ShownLine = {
  line: number;
  name: string;
  address: string;
  outcome: "new" | "changed" | "unchanged" | "refused";
  label: string;
  details: string;
};

export type ShownReport = {
  counts: { outcome: ShownLine["outcome"]; text: string }[];
  note: string;
  lines: ShownLine[];
  more: string | null;
  /** Whether there is anything to apply. */
  isUseful: boolean;
};

/**
 * What the import of users shows. `reviewed` names the text whose preview stands on screen: only that text is applied.
 * `applied`: the report tells what was done.
 */
export type UserImportState = {
  text: string;
  reviewed: string;
  report: ShownReport | null;
  applied: boolean;
  error: string | null;
};

export const NO_IMPORT: UserImportState = { text: "", reviewed: "", report: null, applied: false, error: null };

export type UserImportAction = (state: UserImportState, form: FormData) => Promise<UserImportState>;
