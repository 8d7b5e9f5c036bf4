/** A cell that a spreadsheet would take for a formula is told to be text. */
function harmless(cell: string): string {
  return /^[=+\-@＝＋－＠\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

/** One line of CSV with its line end (RFC 4180): quotes where they are needed, no cell that a spreadsheet would run. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const text = harmless(cell);
    return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(",")}\r\n`;
}
