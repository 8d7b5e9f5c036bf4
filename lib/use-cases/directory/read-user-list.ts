import type { RowToImport } from "@/db/queries/user-import";
import { type CsvRecord, parseCsv } from "@/lib/csv";
import { AppError } from "@/lib/errors";
import { normalText } from "@/lib/normal-text";
import { parseNewAddress, parsePersonName } from "@/lib/names";

/** What a list may have at most: in one act, a few seconds of one statement. */
export const MAX_LIST_ROWS = 10_000;
export const MAX_LIST_BYTES = 1_200_000;

const NEEDED = ["domain", "username", "name"] as const;
const COLUMNS = [...NEEDED, "roles", "disabled"] as const;
type Column = (typeof COLUMNS)[number];

/** Why a line cannot be read, before anything is asked of the database. */
export type LineFault =
  | "bad_columns"
  | "bad_quotes"
  | "bad_username"
  | "bad_name"
  | "bad_disabled"
  | "bad_text"
  | "repeated";

/** A line as it was typed; `row` is what it means, or `fault` why it means nothing. */
export type ListLine = { line: number; address: string; name: string } & (
  | { row: RowToImport; fault: null }
  | { row: null; fault: LineFault }
);

/** The columns in the order of the header. @throws AppError `bad_request` naming the header and the column in the way. */
function readHeader(header: CsvRecord | undefined): Column[] {
  const names = (header?.fields ?? []).map((field) => field.trim().toLowerCase());
  const missing = NEEDED.find((column) => !names.includes(column));
  if (missing !== undefined) throw new AppError("bad_request", { field: "header", fault: "missing", column: missing });
  const columns = names.map((name) => COLUMNS.find((column) => column === name));
  const odd = names.find((name, index) => columns[index] === undefined || names.indexOf(name) !== index);
  if (odd !== undefined) throw new AppError("bad_request", { field: "header", fault: "unknown", column: odd });
  return columns.filter((column) => column !== undefined);
}

function readRoles(text: string): string[] | null {
  const names = text.split(/[;|]/).map(normalText);
  const roles = [...new Set(names.filter(Boolean))];
  return roles.length === 0 ? null : roles;
}

const DISABLED: Record<string, boolean | null> = { "": null, true: true, false: false };

function readLine({ line, fields, isBroken }: CsvRecord, columns: Column[], seen: Set<string>): ListLine {
  const value = (column: Column) => fields[columns.indexOf(column)]?.trim() ?? "";
  const shown = { line, address: `${value("username")}@${value("domain")}`, name: value("name") };
  const refused = (fault: LineFault): ListLine => ({ ...shown, row: null, fault });
  if (isBroken) return refused("bad_quotes");
  if (fields.length !== columns.length) return refused("bad_columns");
  if (fields.some((field) => field.includes("\0") || !field.isWellFormed())) return refused("bad_text");
  const disabled = value("disabled").toLowerCase();
  if (!Object.hasOwn(DISABLED, disabled)) return refused("bad_disabled");
  try {
    const { username, domain } = parseNewAddress(shown.address);
    const name = parsePersonName(shown.name);
    if (seen.has(`${username}@${domain}`)) return refused("repeated");
    seen.add(`${username}@${domain}`);
    const row = {
      line,
      domain,
      username,
      name,
      roles: readRoles(value("roles")),
      disabled: DISABLED[disabled] ?? null,
    };
    return { ...shown, row, fault: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refused(error.params.field === "name" ? "bad_name" : "bad_username");
  }
}

/**
 * Reads a list of users (specification §9): header `domain,username,name,roles,disabled`, in any order, the last two
 * may be left out; roles separated by `;` or `|`. A line that cannot be read does not stop the others.
 * @throws AppError `too_large` beyond 10,000 users or 1,200,000 bytes; `bad_request` naming header, or rows when there is none.
 */
export function readUserList(text: string): ListLine[] {
  if (Buffer.byteLength(text) > MAX_LIST_BYTES) throw new AppError("too_large");
  const [header, ...records] = parseCsv(text);
  const columns = readHeader(header);
  if (records.length === 0) throw new AppError("bad_request", { field: "rows" });
  if (records.length > MAX_LIST_ROWS) throw new AppError("too_large");
  const seen = new Set<string>();
  return records.map((record) => readLine(record, columns, seen));
}
