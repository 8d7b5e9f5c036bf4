import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { fileSentence } from "@/scripts/file-words.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

export const FORMAT = "seatwise-backup";

const head = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  takenAt: z.iso.datetime(),
  /** Hashes of the migrations that the database had, in order. */
  migrations: z.array(z.string()),
  collation: z.string().nullable(),
});
const table = z.object({ table: z.string(), columns: z.array(z.string()) });
const tail = z.object({
  rows: z.record(z.string(), z.number()),
  sequences: z.record(z.string(), z.tuple([z.string().regex(/^\d+$/), z.boolean()])),
});

export type BackupHead = z.infer<typeof head>;
export type BackupTail = z.infer<typeof tail>;

/** What a backup is made of, in this order: the head, each table with its rows in pieces, the tail. */
export type BackupPart =
  | ({ kind: "head" } & BackupHead)
  | { kind: "table"; name: string; columns: string[] }
  | { kind: "rows"; bytes: Buffer }
  | ({ kind: "tail" } & BackupTail);

/** The line that ends the rows of a table; in a row a backslash never stands like this. */
export const END_OF_ROWS = "\\.\n";
const ROWS_END = Buffer.from(END_OF_ROWS);

const LINE_END = 10;
const LONGEST_LINE = 512 * 1024 * 1024;

const DAMAGED = "is damaged: what it holds is not what was written. Use another backup.";

function fault(path: string, error: unknown): Error {
  const named = fileSentence(error, path, "read");
  if (named !== null) return new PlainError(named, { cause: error });
  const { code = "", message } = error as NodeJS.ErrnoException;
  const sentences: Record<string, string> = {
    Z_BUF_ERROR: "is cut off: its end is missing. Use another backup.",
    Z_DATA_ERROR: message === "incorrect header check" ? "is no backup of Seatwise." : DAMAGED,
  };
  const sentence = sentences[code] ?? (/^E[A-Z]+$/.test(code) ? `cannot be read (${code}).` : undefined);
  return sentence === undefined ? (error as Error) : new PlainError(`${path} ${sentence}`, { cause: error });
}

/** Whole lines, with their ends, in pieces as they come. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = [];
  let waiting = 0;
  for await (const chunk of source) {
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, from)) {
      lines.push(Buffer.concat([...rest, chunk.subarray(from, end + 1)]));
      rest = [];
      waiting = 0;
      from = end + 1;
    }
    rest.push(chunk.subarray(from));
    waiting += chunk.length - from;
    if (waiting > LONGEST_LINE) throw new PlainError("A line has no end.");
    yield lines;
  }
  if (waiting > 0) yield [Buffer.concat(rest)];
}

function parse<T>(schema: z.ZodType<T>, line: Buffer): T | null {
  try {
    return schema.parse(JSON.parse(line.toString("utf8")));
  } catch {
    return null;
  }
}

/**
 * Reads a backup piece by piece, in constant memory. What was read is good only when the tail has come: it comes after
 * the checksum over everything before it was found right.
 * @throws PlainError when the file is no backup, cut off, altered, or of a form that this version does not know.
 */
export async function* readBackup(path: string): AsyncGenerator<BackupPart> {
  const source = createReadStream(path);
  const unpacked = createGunzip();
  source.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    yield* partsOf(path, unpacked);
  } catch (error) {
    throw error instanceof PlainError ? error : fault(path, error);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

/** Reads the lines that are no rows: what each begins, and in the end whether the checksum is that of everything before. */
class Outline {
  place: "head" | "between" | "rows" | "checksum" | "end" = "head";
  tail: BackupTail | null = null;

  constructor(
    private readonly path: string,
    private readonly checksum: () => string,
  ) {}

  read(line: Buffer): BackupPart | null {
    if (this.place === "head") {
      this.place = "between";
      return { kind: "head", ...headOf(this.path, line) };
    }
    const next = this.place === "between" ? parse(table, line) : null;
    if (next !== null) {
      this.place = "rows";
      return { kind: "table", name: next.table, columns: next.columns };
    }
    if (this.place === "between") {
      this.tail = parse(tail, line);
      if (this.tail === null) throw new PlainError(`${this.path} ${DAMAGED}`);
      this.place = "checksum";
      return null;
    }
    if (this.place !== "checksum" || parse(z.string(), line) !== this.checksum()) {
      throw new PlainError(`${this.path} ${DAMAGED}`);
    }
    this.place = "end";
    return null;
  }
}

async function* partsOf(path: string, unpacked: AsyncIterable<Buffer>): AsyncGenerator<BackupPart> {
  const hash = createHash("sha256");
  const outline = new Outline(path, () => hash.digest("hex"));
  for await (const lines of linesOf(unpacked)) {
    for (let at = 0; at < lines.length; ) {
      if (outline.place === "rows") {
        const end = lines.findIndex((line, index) => index >= at && line.equals(ROWS_END));
        const bytes = Buffer.concat(lines.slice(at, end === -1 ? undefined : end));
        hash.update(bytes);
        if (bytes.length > 0) yield { kind: "rows", bytes };
        at = end === -1 ? lines.length : end + 1;
        if (end === -1) continue;
        hash.update(ROWS_END);
        outline.place = "between";
        continue;
      }
      const line = lines[at++] as Buffer;
      if (outline.tail === null) hash.update(line);
      const part = outline.read(line);
      if (part !== null) yield part;
    }
  }
  if (outline.place !== "end" || outline.tail === null) {
    throw new PlainError(`${path} is cut off: its end is missing. Use another backup.`);
  }
  yield { kind: "tail", ...outline.tail };
}

function headOf(path: string, line: Buffer): BackupHead {
  const found = parse(head, line);
  if (found === null) throw new PlainError(`${path} is no backup of Seatwise.`);
  if (found.version === 1) return found;
  throw new PlainError(`${path} was made by a newer version of Seatwise. Restore it with that version.`);
}
