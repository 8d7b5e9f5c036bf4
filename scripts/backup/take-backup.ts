import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Sql, TransactionSql } from "postgres";
import { withConnection } from "@/scripts/backup/connection";
import { END_OF_ROWS, FORMAT } from "@/scripts/backup/read-file";
import { copyOf, findStoredTables, quoted, readCollationVersion, readSequences } from "@/scripts/backup/stored-tables";
import { writeWholeFile } from "@/scripts/backup/write-file";
import { LOCK_KEY } from "@/scripts/migrate.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

type Taken = { rows: number; tables: number; bytes: number; sha256: string };

const LINE_END = 10;

/**
 * Writes all that the installation knows, as it was at one moment, to a new file; it goes on working meanwhile. Sessions
 * and seats are left out.
 * @throws PlainError when the file exists, cannot be written, or the database is not ours to read.
 */
export async function takeBackup(databaseUrl: string, path: string): Promise<Taken> {
  return withConnection(databaseUrl, async (sql) => {
    await holdMigrationsOff(sql);
    return sql.begin("isolation level repeatable read, read only", async (snapshot) => {
      const counts: Record<string, number> = {};
      const written = await writeWholeFile(path, withChecksum(contentOf(snapshot, counts)));
      const rows = Object.values(counts);
      return { ...written, tables: rows.length, rows: rows.reduce((sum, count) => sum + count, 0) };
    });
  });
}

/** The schema must not change between the moment that the snapshot shows and the locks on its tables. */
async function holdMigrationsOff(sql: Sql): Promise<void> {
  const [lock] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock_shared(${LOCK_KEY}) as held`;
  if (!lock?.held) {
    throw new PlainError("A node that starts, or a restore, is changing the database now. Try again when it is done.");
  }
}

async function findMigrations(sql: TransactionSql): Promise<string[]> {
  const [found] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as is_ours`;
  if (!found?.is_ours) throw new PlainError("There is no installation of Seatwise in this database.");
  const rows = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by created_at, id`;
  return rows.map(({ hash }) => hash);
}

function line(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

async function* contentOf(sql: TransactionSql, rows: Record<string, number>): AsyncGenerator<Uint8Array> {
  const migrations = await findMigrations(sql);
  const tables = await findStoredTables(sql);
  await sql.unsafe(`lock table ${tables.map(({ name }) => `public.${quoted(name)}`).join(", ")} in access share mode`);
  await sql`select pg_advisory_unlock_shared(${LOCK_KEY})`;
  const collation = await readCollationVersion(sql);
  yield line({ format: FORMAT, version: 1, takenAt: new Date().toISOString(), migrations, collation });
  for (const { name, columns } of tables) {
    yield line({ table: name, columns });
    rows[name] = 0;
    const stream: Readable = await sql.unsafe(`${copyOf({ name, columns })} to stdout`).readable();
    for await (const piece of inPieces(stream)) {
      rows[name] += countLines(piece);
      yield piece;
    }
    // The driver pauses its socket for a slow reader, and forgets to go on when that was the end of the rows.
    Reflect.apply(Reflect.get(stream, "_read"), stream, [0]);
    yield Buffer.from(END_OF_ROWS);
  }
  yield line({ rows, sequences: await readSequences(sql) });
}

/** The driver hands on every row by itself; the compressor is quicker with more at once. */
async function* inPieces(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const row of rows) {
    waiting.push(row);
    bytes += row.length;
    if (bytes < 65_536) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  yield Buffer.concat(waiting);
}

function countLines(piece: Buffer): number {
  let lines = 0;
  for (let at = piece.indexOf(LINE_END); at !== -1; at = piece.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}

async function* withChecksum(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
  yield line(hash.digest("hex"));
}
