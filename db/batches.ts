import type { SQL } from "drizzle-orm";
import { queryOne } from "./client";
import { createTurns } from "./turns";

/** Fewer than there are connections: the others are for whoever clicks. */
const AT_ONCE = 3;

const turns = createTurns(AT_ONCE);

/** Whoever reads an export waits as long as it takes. */
const { signal: never } = new AbortController();

/**
 * As `queryOne`, for one of the many batches of an export: of all exports of a process three are read at once, so that a
 * crowd of them is slow and nobody else is.
 */
export async function queryBatch<Row extends object>(statement: SQL): Promise<Row> {
  const giveBack = await turns.take(never);
  try {
    return await queryOne<Row>(statement);
  } finally {
    giveBack();
  }
}
