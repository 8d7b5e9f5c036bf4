export type CsvCell = string | number;

/** A text that a spreadsheet would take for a formula is told to be text. */
function harmless(cell: string): string {
  return /^[=+\-@＝＋－＠\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

/** One line of CSV with its line end (RFC 4180): quotes where they are needed, no text that a spreadsheet would run; a number is one. */
export function csvLine(cells: readonly CsvCell[]): string {
  const quoted = cells.map((cell) => {
    if (typeof cell === "number") return String(cell);
    const text = harmless(cell);
    return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\r\n`;
}
