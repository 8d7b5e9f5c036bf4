import { sql } from "drizzle-orm";
import { json, queryOne } from "@/db/client";

/** So many failures of a key in so many seconds, from the first one on. A live row of `unless` leaves the limit out. */
export type AttemptLimit = { key: string; limit: number; seconds: number; unless?: string };

/** A key that is kept for a time, for the `unless` of a limit. */
export type KnownKey = { key: string; seconds: number };

/** For how many seconds one of the limits is reached; 0 when none is. */
export async function findWait(limits: readonly AttemptLimit[]): Promise<number> {
  const row = await queryOne<{ seconds: number }>(sql`select attempts_wait(${json(limits)}) as seconds`);
  return row.seconds;
}

/** Counts a failure for each limit. When one is reached already counts none, and answers for how many seconds; else 0. */
export async function countFailure(limits: readonly AttemptLimit[]): Promise<number> {
  const row = await queryOne<{ seconds: number }>(sql`select count_failure(${json(limits)}) as seconds`);
  return row.seconds;
}
