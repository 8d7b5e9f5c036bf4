import { once } from "node:events";
import type { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import type { TransactionSql } from "postgres";
import type { BackupPart, BackupTail } from "@/scripts/backup/read-file";
import { copyOf, quoted } from "@/scripts/backup/stored-tables";
import { PlainError } from "@/scripts/plain-error.mjs";

/** A table that is being filled. Its own triggers sleep: what they would derive comes with the file, and so does what migrations put there. */
class Filling {
  private failure: unknown;

  private constructor(
    private readonly sql: TransactionSql,
    readonly name: string,
    private readonly target: Writable,
  ) {
    target.on("error", (error) => (this.failure ??= error));
  }

  static async begin(sql: TransactionSql, name: string, columns: string[]): Promise<Filling> {
    await sql.unsafe(`alter table public.${quoted(name)} disable trigger user`);
    await sql`delete from ${sql(name)}`;
    return new Filling(sql, name, await sql.unsafe(`${copyOf({ name, columns })} from stdin`).writable());
  }

  async add(rows: Buffer): Promise<void> {
    if (this.failure) throw this.failure;
    if (!this.target.write(rows)) await once(this.target, "drain");
  }

  /** Answers how many rows there are. The driver never tells the end of a copy that failed; the next statement does. */
  async finish(): Promise<number> {
    this.target.end();
    while (this.target.writableLength > 0 && !this.failure) await turn();
    await turn();
    try {
      const [row] = await this.sql<{ count: number }[]>`select count(*)::float8 as count from ${this.sql(this.name)}`;
      await this.sql.unsafe(`alter table public.${quoted(this.name)} enable trigger user`);
      return row?.count ?? 0;
    } catch (error) {
      throw new PlainError(
        `PostgreSQL refuses the rows of the table ${this.name}: ${reasonOf(this.failure ?? error)}.`,
        {
          cause: error,
        },
      );
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Fills the tables of a schema that is as the backup's was, and sets the sequences.
 * @returns how many rows came. @throws PlainError when they are not those that were written.
 */
export async function loadTables(sql: TransactionSql, parts: AsyncIterable<BackupPart>): Promise<number> {
  const rows: Record<string, number> = {};
  let filling: Filling | null = null;
  for await (const part of parts) {
    if (part.kind === "rows") await filling?.add(part.bytes);
    else {
      if (filling) rows[filling.name] = await filling.finish();
      filling = part.kind === "table" ? await Filling.begin(sql, part.name, part.columns) : null;
      if (part.kind === "tail") await close(sql, part, rows);
    }
  }
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

async function close(sql: TransactionSql, tail: BackupTail, rows: Record<string, number>): Promise<void> {
  const missing = Object.entries(tail.rows).find(([name, count]) => rows[name] !== count);
  if (missing) throw new PlainError(`The table ${missing[0]} has ${rows[missing[0]]} rows now, and had ${missing[1]}.`);
  for (const [name, [value, given]] of Object.entries(tail.sequences)) {
    await sql`select setval(${`public.${quoted(name)}`}::text::regclass, ${value}::text::bigint, ${given})`;
  }
}
