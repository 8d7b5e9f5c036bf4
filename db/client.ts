import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { env } from "@/lib/env";

/** No call waits longer than this; the server gives up a little earlier, so that its answer is known. */
const DEADLINE_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 4_500;

const dialect = new PgDialect();

type Holder = typeof globalThis & { seatwisePool?: postgres.Sql };

/** One pool for the process, also when a bundler loads this file more than once. */
function pool(): postgres.Sql {
  const holder = globalThis as Holder;
  holder.seatwisePool ??= postgres(env().DATABASE_URL, {
    max: env().DATABASE_POOL_SIZE,
    fetch_types: false,
    connect_timeout: 3,
    idle_timeout: 60,
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
    onnotice: () => {},
    connection: { application_name: "seatwise", statement_timeout: STATEMENT_TIMEOUT_MS, TimeZone: "UTC" },
  });
  return holder.seatwisePool;
}

/** Thrown when a call did not settle in time: what it did is unknown, and doing it again is safe, since every act carries its own key. */
export class DeadlineError extends Error {
  constructor() {
    super("The database did not answer in time.");
    this.name = "DeadlineError";
  }
}

/**
 * Sends one statement and answers its rows; prepared, one round trip once the connection knows it.
 * @throws DeadlineError after 5 seconds; the driver's error when PostgreSQL refuses.
 */
export async function query<Row extends object>(statement: SQL, deadlineMs = DEADLINE_MS): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const pending = pool().unsafe<Row[]>(text, params as never[], { prepare: true });
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError()), deadlineMs);
  });
  try {
    return await Promise.race([pending, deadline]);
  } finally {
    clearTimeout(timer);
    pending.catch(() => {});
  }
}

/** The one row of a statement that answers exactly one. */
export async function queryOne<Row extends object>(statement: SQL, deadlineMs?: number): Promise<Row> {
  const [row] = await query<Row>(statement, deadlineMs);
  if (row === undefined) throw new Error("The statement answered no row.");
  return row;
}

/** A value as a jsonb parameter. PostgreSQL refuses NUL in it, so doors refuse it first. */
export function json(value: unknown): SQL {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}

/** Ends the pool: for commands and tests, which would wait for its idle connections otherwise. */
export async function closePool(): Promise<void> {
  const holder = globalThis as Holder;
  await holder.seatwisePool?.end({ timeout: 2 });
  holder.seatwisePool = undefined;
}
