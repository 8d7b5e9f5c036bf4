/**
 * The rows without holes. Where a connection ends between a row and the end of its statement, the driver goes on counting
 * there: it puts the first rows of the next statement over that place behind as many holes (postgres.js 3.4.9, `rows` in
 * connection.js, which only the end of a statement sets back).
 */
export function wholeRows<Row>(rows: Row[]): Row[] {
  return rows.length === 0 || 0 in rows ? rows : rows.filter(() => true);
}
