/** One line of the preview, already in the reader's words. */
export type PreviewLine = {
  licenseId: string;
  kind: "new" | "renewed" | "withdrawn" | "kept";
  change: string;
  license: string;
  details: string;
  warning: string | null;
};

/** `closing`: nobody could sign in any more. `channels`: of which more are enabled than may be. `takesAway`: that, or a license that is held is withdrawn or gets over its limit. */
export type Preview = {
  issued: string;
  unchanged: string | null;
  closing: string | null;
  channels: string[];
  takesAway: boolean;
  lines: PreviewLine[];
};

/**
 * What the import form shows. `reviewed` is the text whose preview stands on screen: only that text is applied.
 * `pressed`: Add was, before the preview was there; with JavaScript the form then goes on by itself if `goOn`: where the key takes
 * something away that is read first, unless Add was pressed in the same breath as the key was put in.
 */
export type ImportState = {
  text: string;
  preview: Preview | null;
  reviewed: string | null;
  error: string | null;
  pressed: boolean;
  goOn: boolean;
};

export const EMPTY_IMPORT: ImportState = {
  text: "",
  preview: null,
  reviewed: null,
  error: null,
  pressed: false,
  goOn: false,
};
