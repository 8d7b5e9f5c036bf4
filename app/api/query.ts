import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { ListRequest, Sort, Total } from "@/lib/list-request";
import { isRowId } from "@/lib/ids";

/**
 * The members of an address, each read from the list of its values. Reading is tolerant as everywhere in addresses: what is
 * not understood is the default.
 */

/** A member of which the first value counts. */
export function single<T extends z.ZodType>(inner: T) {
  return z.preprocess((values) => (Array.isArray(values) ? values[0] : values), inner);
}

/** A value that the database cannot take becomes one that nothing is called. */
const comparable = (value: unknown) => String(value).replaceAll("\0", "\u{fffd}").toWellFormed();

function splitAtCommas(values: unknown): string[] {
  return Array.isArray(values) ? values.flatMap((value) => comparable(value).split(",")).filter(Boolean) : [];
}

/** A member that may repeat, or hold several values with commas between them. */
export function repeated(description: string) {
  return z.preprocess(splitAtCommas, z.array(z.string())).meta({ description });
}

/** Behind the last page of whatever there may be, and with 1,000 rows a page still a number that the database knows. */
const MAX_PAGE = 2_000_000;
const MAX_SIZE = 1_000;
const DEFAULT_SIZE = 16;

/** Where ten fields are equal no further one says anything, and the database orders by 1,664 at most. */
const MAX_SORTS = 10;

/** Digits, however many: asking for more than `most` gets that. */
const upTo = (most: number) =>
  z.coerce
    .string()
    .regex(/^\d+$/)
    .transform((digits) => Math.min(Number(digits), most))
    .pipe(z.number().int().min(1).max(most));

function cleanFirst(values: unknown): string {
  return Array.isArray(values) && values.length > 0 ? String(values[0]).replaceAll("\0", "").toWellFormed() : "";
}

/** Text as the database takes it: without NUL and halves of characters. */
export function text(description: string) {
  return z.preprocess(cleanFirst, z.string()).meta({ description });
}

/** What is on where it is said, once at least, in any spelling that programs have for it: `true`, `True`, `1`. */
export function flag(description: string, saysYes: (value: string) => boolean = (value) => /^(true|1)$/i.test(value)) {
  return z
    .preprocess((values) => Array.isArray(values) && values.some((value) => saysYes(String(value))), z.boolean())
    .meta({ description });
}

/** What every list is asked with (specification §7). */
export const LIST_QUERY = {
  page: single(upTo(MAX_PAGE).catch(1)).meta({ description: "Which page; the first is 1." }),
  size: single(upTo(MAX_SIZE).catch(DEFAULT_SIZE)).meta({ description: "Rows of a page; more than 1000 is 1000." }),
  q: text("Beginnings of words; `*` stands for anything. Empty: all."),
  sort: repeated(
    "A field, `-field` for descending; may repeat. Unknown fields, and fields after the tenth, are ignored.",
  ),
  fields: repeated("The members that each item is to have; may repeat. None: all."),
};

/** Continues an export behind the last row of the page before, however deep; empty at the start. */
export const CURSOR = {
  cursor: single(z.string().optional()).meta({
    description:
      "Instead of `page`: empty for the first rows, then the `cursor` of the answer before, until that is empty. " +
      "Rows come by id; any depth is as fast as the first page.",
  }),
};

type ListQuery = { page: number; size: number; q: string; sort: string[] };

/** `field` or `+field` ascending, `-field` or `!field` descending; an address turns `+` into a blank. */
function readSorts(sort: readonly string[]): Sort[] {
  return sort.map((entry) => ({ field: entry.replace(/^[-+! ]/, ""), descending: /^[-!]/.test(entry) }));
}

/** What a list's use case is asked with; fields that `isField` does not know are left out. */
export function toListRequest({ page, size, q, sort }: ListQuery, isField: (field: string) => boolean): ListRequest {
  const [first = null, ...alsoSort] = readSorts(sort)
    .filter(({ field }) => isField(field))
    .slice(0, MAX_SORTS);
  return { page, size, q, sort: first, alsoSort };
}

/** The item with only the members that were asked for; all of them when none was, or none is known. */
export function pick<T extends object>(item: T, members: ReadonlySet<string>): T {
  const known = Object.entries(item).filter(([name]) => members.has(name));
  return known.length === 0 ? item : (Object.fromEntries(known) as T);
}

/** The parameters of an address as lists of values, for a schema made of the members above. */
export function readQuery(params: URLSearchParams, schema: z.ZodObject): Record<string, string[]> {
  const names = Object.keys(schema.shape).filter((name) => params.has(name));
  return Object.fromEntries(names.map((name) => [name, params.getAll(name)]));
}

/**
 * Behind which id to go on; null when the list is asked for by pages.
 * @throws AppError `bad_request` (`cursor`) for what no answer gave: whoever damaged it would begin anew, and never end.
 */
export function readCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (cursor !== "" && !isRowId(cursor)) throw new AppError("bad_request", { field: "cursor" });
  return cursor || "0";
}

/** One page of an export: `items` has one row more than asked for when there are more; `idOf` is what the export goes by. */
export function cursorAnswer<T extends object>(
  items: T[],
  { size, fields }: { size: number; fields: readonly string[] },
  total: Total,
  idOf: (item: T) => string,
) {
  const shown = items.slice(0, size);
  const next = items.length > size;
  const members = new Set(fields);
  const last = shown.at(-1);
  const cursor = next && last ? idOf(last) : "";
  return {
    page: 1,
    next,
    items: shown.map((item) => pick(item, members)),
    total: total.count,
    ...(total.more && { total_more: true }),
    cursor,
  };
}
