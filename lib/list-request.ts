/** What every list is asked with: which page of how many rows, searched by what, in which order. */
export type ListRequest = {
  q: string;
  page: number;
  size: number;
  sort: Sort | null;
  /** What decides between rows that are equal in `sort`. */
  alsoSort?: readonly Sort[];
};

export type Sort = { field: string; descending: boolean };

/** Rows of one page and how many there are in all; exact to 10,000, `more` beyond. */
export type Total = { count: number; more: boolean };

/** Counting stops here: nobody reads an exact number beyond it, and a full count would cost a page its speed. */
export const TOTAL_CAP = 10_000;

export function cappedTotal(counted: number): Total {
  return counted > TOTAL_CAP ? { count: TOTAL_CAP, more: true } : { count: counted, more: false };
}
