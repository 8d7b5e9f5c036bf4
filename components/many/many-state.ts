/** What the window "Change many users" shows; every text in the reader's words. */
export type ManyState = {
  /** The wish as it was sent, so that nothing that was chosen is lost. */
  wish: { scope: "page" | "all"; licenseId: string; held: boolean; whole: boolean };
  /** What would happen, and the words on the button that does it; null before a preview. */
  preview: { text: string; apply: string | null } | null;
  /** The wish whose preview stands on screen: only that one is applied. */
  reviewed: string;
  done: { text: string; actId: string | null; rows: ManyRow[]; results: string[]; hidden: string | null } | null;
  error: string | null;
};

/** Who, by name and address, and which of `results` it is: as little as 10,000 of them may be, since they travel with each press. */
export type ManyRow = [name: string, address: string, result: number];

/** Rows that are shown; all of them are in the file. */
export const SHOWN_ROWS = 50;
