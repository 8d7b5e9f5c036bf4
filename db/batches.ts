import type { SQL } from "drizzle-orm";
import { queryOne } from "./client";
import { createTurns } from "./turns";

/** Fewer than there are connections: the others are for whoever clicks. */
const AT_ONCE = 3;

const turns = createTurns(AT_ONCE);

/**
 * As `queryOne`, for one of the many batches of an export: of all exports of a process three are read at once, so that a
 * crowd of them is slow and nobody else is. Whoever waits for the beginning of one (`isFirst`) waits as for any other
 * call: a click's time, and in its queue. Whoever reads on waits for a turn as long as
 * it takes, and has a click's time then.
 */
export async function queryBatch<Row extends object>(statement: SQL, isFirst: boolean): Promise<Row> {
  if (isFirst) return queryOne<Row>(statement);
  const giveBack = await turns.take(new AbortController().signal);
  try {
    return await queryOne<Row>(statement);
  } finally {
    giveBack();
  }
}
