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

/** The last page of the rows that are counted. */
export function lastPageOf({ count }: Total, size: number): number {
  return Math.max(1, Math.ceil(count / size));
}

/** The page that is shown where `page` was asked for and has so many `rows`: behind the last it is the last, or the last that is counted. */
export function pageToShow(total: Total, { page, size, rows }: { page: number; size: number; rows: number }): number {
  return total.more && rows > 0 ? page : Math.min(page, lastPageOf(total, size));
}

/** Pages behind so many rows have a list's minute, not a click's five seconds, where rows must be looked at one by one. */
const DEEP = 100_000;

/** Whether finding the page may take looking at more rows than a click has time for. */
export function isDeepPage({ page, size }: Pick<ListRequest, "page" | "size">): boolean {
  return page * size > DEEP;
}

export function cappedTotal(counted: number): Total {
  return counted > TOTAL_CAP ? { count: TOTAL_CAP, more: true } : { count: counted, more: false };
}
