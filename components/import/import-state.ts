/** One line of the preview, already in the reader's words. */
export type PreviewLine = {
  licenseId: string;
  kind: "new" | "renewed" | "withdrawn" | "kept";
  change: string;
  license: string;
  details: string;
  warning: string | null;
};

/** `closing`: nobody could sign in any more. */
export type Preview = { issued: string; unchanged: string | null; closing: string | null; lines: PreviewLine[] };

/**
 * What the import form shows. `reviewed` is the text whose preview stands on screen: only that text is applied.
 * `goOn`: Add was pressed before the preview was there; with JavaScript the form goes on by itself once it is shown.
 */
export type ImportState = {
  text: string;
  preview: Preview | null;
  reviewed: string | null;
  error: string | null;
  goOn: boolean;
};

export const EMPTY_IMPORT: ImportState = { text: "", preview: null, reviewed: null, error: null, goOn: false };
