import { type SQL, sql } from "drizzle-orm";

type Send = (statement: SQL) => Promise<Record<string, object>>;

type Read = { statement: SQL; settle: (row: Promise<never>) => void };

/** The reads of the call of `together` that is asking at this very moment; between its calls there is none. */
let gathering: Read[] | null = null;

/** Takes in a read of one row, if somebody gathers them: the row comes with the others. Null when nobody does. */
export function gathered<Row extends object>(statement: SQL): Promise<Row> | null {
  const reads = gathering;
  if (reads === null) return null;
  return new Promise<Row>((resolve) => reads.push({ statement, settle: (row) => resolve(row) }));
}

/** Calls `ask`, sends the reads that it asked for while it ran as one statement, and answers each its row. */
export function together<T>(ask: () => Promise<T>, send: Send): Promise<T> {
  const reads: Read[] = [];
  const outer = gathering;
  gathering = reads;
  let answer: Promise<T>;
  try {
    answer = ask();
  } finally {
    gathering = outer;
  }
  settle(reads, send);
  return answer;
}

/** Each read as a JSON member of one row, by its number. */
function asOne(reads: readonly Read[]): SQL {
  const members = reads.map(
    ({ statement }, nth) => sql`(select to_json(r) from (${statement}) r) as ${sql.identifier(`r${nth}`)}`,
  );
  return sql`select ${sql.join(members, sql`, `)}`;
}

/** A single read travels as it is. */
function settle(reads: readonly Read[], send: Send): void {
  const [first] = reads;
  if (first === undefined) return;
  if (reads.length === 1) return first.settle(send(first.statement) as Promise<never>);
  const sent = send(asOne(reads));
  for (const [nth, read] of reads.entries()) read.settle(sent.then((row) => row[`r${nth}`]) as Promise<never>);
}
