import { sql } from "drizzle-orm";
import { queryOne } from "@/db/client";

/**
 * Removes up to `batch` sessions that are void since `hours`; answers how many went. Rows that somebody else is about to
 * change are left for the next turn.
 */
export async function deleteLapsedSessions(hours: number, batch: number): Promise<number> {
  const row = await queryOne<{ gone: number }>(sql`
    with lapsed as (
      select s.token_hash from sessions s where s.idle_ends_at < now() - make_interval(hours => ${hours}::int)
      limit ${batch}::int for update skip locked),
    ended as (delete from sessions s using lapsed l where s.token_hash = l.token_hash returning 1)
    select count(*)::int as gone from ended`);
  return row.gone;
}

/** Removes up to `batch` lapsed seats, likewise; those of a license that somebody else is at are left as well. */
export async function deleteLapsedSeats(batch: number): Promise<number> {
  const row = await queryOne<{ gone: number }>(sql`select free_lapsed_seats(${batch}::int) as gone`);
  return row.gone;
}
