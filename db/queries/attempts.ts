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

/** Removes up to `batch` rows that are over; answers how many went. Rows that somebody else is about to change are left for the next turn. */
export async function deleteLapsedAttempts(batch: number): Promise<number> {
  const row = await queryOne<{ gone: number }>(sql`
    with lapsed as (
      select key from attempts where ends_at < now() - interval '1 hour' order by ends_at limit ${batch}::int for update skip locked),
    ended as (delete from attempts a using lapsed l where a.key = l.key returning 1)
    select count(*)::int as gone from ended`);
  return row.gone;
}

/** Counts a failure for each limit. When one is reached already counts none, and answers for how many seconds; else 0. */
export async function countFailure(limits: readonly AttemptLimit[]): Promise<number> {
  const row = await queryOne<{ seconds: number }>(sql`select count_failure(${json(limits)}) as seconds`);
  return row.seconds;
}
