/** Lists as spreadsheets save them: RFC 4180, with commas, semicolons or tabs, in UTF-8 or UTF-16. */

/** A record and the line of the text that it begins on, counted from 1. `isBroken`: a quote opens a field and does not close it. */
export type CsvRecord = { line: number; fields: string[]; isBroken: boolean };

/**
 * The text of a file: UTF-8, or UTF-16 that says so by its first two bytes. Null when it is something else: guessing
 * would spoil people's names.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  try {
    return new TextDecoder(utf16 ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What separates the fields: whatever of comma, semicolon and tab the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split(/[\r\n]/, 1);
  const count = (sign: string) => first.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/**
 * One field: quoted, where two quotes stand for one and everything else is itself, with blanks around it or none, or plain up to the
 * next delimiter or line end. The groups are the quoted and the plain text. A quoted field has an end in sight, so that reading stays linear.
 */
function fieldPattern(delimiter: string): RegExp {
  const blanks = `[^\\S\\r\\n${delimiter}]*`;
  return new RegExp(
    `${blanks}"((?:[^"]|""){0,4000})"${blanks}(?=[${delimiter}\\r\\n]|$)|([^${delimiter}\\r\\n]*)`,
    "y",
  );
}

/**
 * The records of a CSV text (RFC 4180), blank lines left out. A byte order mark is dropped; lines may end with CR LF, LF
 * or CR. A quote that never closes is an ordinary character, so that its line, and not the rest of the file, is wrong.
 */
export function parseCsv(text: string): CsvRecord[] {
  const body = text.replace(/^\uFEFF/, "");
  const field = fieldPattern(delimiterOf(body));
  const records: CsvRecord[] = [];
  let line = 1;
  let record: CsvRecord = { line, fields: [], isBroken: false };
  for (let at = 0; at <= body.length; ) {
    field.lastIndex = at;
    const [matched = "", quoted, plain = ""] = field.exec(body) ?? [];
    record.fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    record.isBroken ||= quoted === undefined && plain.trimStart().startsWith('"');
    line += lineEnds(matched);
    at += matched.length;
    if (at < body.length && body[at] !== "\r" && body[at] !== "\n") {
      at += 1;
      continue;
    }
    if (record.fields.some((each) => each.trim() !== "")) records.push(record);
    at += body.startsWith("\r\n", at) ? 2 : 1;
    line += 1;
    record = { line, fields: [], isBroken: false };
  }
  return records;
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
